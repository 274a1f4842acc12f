package dev.mcpsession.config;

import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Configuration}.
 *
 * <p>Precedence, highest first: system property {@code mcp.session.<name>}, environment variable
 * {@code MCP_SESSION_<NAME>}, the filter's init-param {@code <name>}, context-param {@code mcp.session.<name>},
 * default. A value that its parameter does not take is an error wherever it stands; a name that does not exist is an
 * error in {@code web.xml}, and a warning in an override, because other software may use that prefix as well.
 *
 * <p>For one thread, and one reading.
 */
public final class ConfigurationReader {

    private final Map<String, String> initParameters;
    private final Map<String, String> contextParameters;
    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final Map<Parameter, String> effective = new EnumMap<>(Parameter.class);

    ConfigurationReader(
            Map<String, String> initParameters,
            Map<String, String> contextParameters,
            Map<String, String> systemProperties,
            Map<String, String> environment) {
        this.initParameters = initParameters;
        this.contextParameters = contextParameters;
        this.systemProperties = systemProperties;
        this.environment = environment;
    }

    /**
     * A reader for one web application in this JVM.
     *
     * @param initParameters the init-params of the filter
     * @param context where the context-params are
     * @return a reader over these, the system properties and the environment
     */
    public static ConfigurationReader of(Map<String, String> initParameters, ServletContext context) {
        Map<String, String> contextParameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            contextParameters.put(name, context.getInitParameter(name));
        }
        Map<String, String> systemProperties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                systemProperties.put(name, value);
            }
        }
        return new ConfigurationReader(initParameters, contextParameters, systemProperties, System.getenv());
    }

    /**
     * Reads and validates.
     *
     * @return the configuration
     * @throws ConfigurationException if {@code web.xml} names a parameter that does not exist, or a value is not of its
     *     form
     */
    public Configuration read() {
        refuseUnknownNames();
        return new Configuration(
                value(Parameter.IDLE_TIMEOUT, Duration.class),
                value(Parameter.INITIALIZE_TIMEOUT, Duration.class),
                value(Parameter.STREAM_IDLE_TIMEOUT, Duration.class),
                value(Parameter.STREAM_KEEP_ALIVE, Duration.class),
                value(Parameter.MAX_LIFETIME, Duration.class),
                optional(Parameter.SWEEP_INTERVAL, Duration.class, "derived"),
                value(Parameter.MAX_SESSIONS, Integer.class),
                value(Parameter.MAX_SESSIONS_PER_OWNER, Integer.class),
                value(Parameter.ALLOW_CLIENT_TERMINATION, Boolean.class),
                value(Parameter.REQUIRE_SESSION, Boolean.class),
                value(Parameter.PROTOCOL_VERSIONS, ProtocolVersions.class),
                value(Parameter.ALLOWED_ORIGINS, AllowedOrigins.class),
                value(Parameter.BIND_TO_OWNER, Boolean.class),
                value(Parameter.TENANT_CLAIM, String.class),
                value(Parameter.RELEASE_SESSIONS, Boolean.class),
                optional(Parameter.RESUME_KEY, ResumeKeys.class, "none"),
                value(Parameter.RESUME_WITHIN, Duration.class));
    }

    /**
     * What has been read, parameter by parameter, and where each value came from, for a log line.
     *
     * @return {@code name=value (place)} with commas between them; empty before {@link #read()}
     */
    public String effective() {
        return effective.entrySet().stream()
                .map(entry -> entry.getKey().parameterName() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * The overrides that have the prefix of this library and name nothing that exists: typing errors, perhaps.
     *
     * @return their names, sorted; empty where there are none
     */
    public List<String> unknownOverrides() {
        TreeSet<String> unknown = new TreeSet<>();
        systemProperties.keySet().stream().filter(Parameter::isUnknownOverride).forEach(unknown::add);
        environment.keySet().stream().filter(Parameter::isUnknownOverride).forEach(unknown::add);
        return new ArrayList<>(unknown);
    }

    private void refuseUnknownNames() {
        for (String name : initParameters.keySet()) {
            if (Parameter.ofParameterName(name).isEmpty()) {
                throw unknown("init-param", name);
            }
        }
        for (String name : contextParameters.keySet()) {
            if (Parameter.hasPropertyPrefix(name)
                    && Parameter.ofPropertyName(name).isEmpty()) {
                throw unknown("context-param", name);
            }
        }
    }

    private static ConfigurationException unknown(String place, String name) {
        StringBuilder known = new StringBuilder();
        for (Parameter parameter : Parameter.values()) {
            known.append(known.isEmpty() ? "" : ", ").append(parameter.parameterName());
        }
        return new ConfigurationException(
                "The MCP session filter knows no " + place + " '" + name + "'. The names are: " + known);
    }

    private <T> T value(Parameter parameter, Class<T> type) {
        Setting setting = setting(parameter);
        T value = setting == null
                ? parameter.parse(type, "default", parameter.defaultValue())
                : parameter.parse(type, setting.place(), setting.value());
        effective.put(parameter, shown(value) + " (" + (setting == null ? "default" : setting.place()) + ")");
        return value;
    }

    private <T> @Nullable T optional(Parameter parameter, Class<T> type, String unset) {
        Setting setting = setting(parameter);
        T value = setting == null ? null : parameter.parse(type, setting.place(), setting.value());
        effective.put(parameter, setting == null ? unset + " (default)" : value + " (" + setting.place() + ")");
        return value;
    }

    private static String shown(Object value) {
        if (Duration.ZERO.equals(value)) {
            return "0";
        }
        return value instanceof AllowedOrigins origins && origins.isEmpty() ? "none" : value.toString();
    }

    private @Nullable Setting setting(Parameter parameter) {
        String property = parameter.propertyName();
        String variable = parameter.environmentName();
        String name = parameter.parameterName();
        return Stream.of(
                        Setting.of("system property " + property, systemProperties.get(property)),
                        Setting.of("environment variable " + variable, environment.get(variable)),
                        Setting.of("init-param " + name, initParameters.get(name)),
                        Setting.of("context-param " + property, contextParameters.get(property)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    /** A value as written, and the place that set it. */
    private record Setting(String place, String value) {

        static Optional<Setting> of(String place, @Nullable String value) {
            return value == null ? Optional.empty() : Optional.of(new Setting(place, value));
        }
    }
}
