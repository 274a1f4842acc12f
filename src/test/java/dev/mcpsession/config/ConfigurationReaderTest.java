package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {

    private final Map<String, String> initParameters = new HashMap<>();
    private final Map<String, String> contextParameters = new HashMap<>();
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void nothingSetGivesTheDefaults() {
        Configuration configuration = read();

        assertThat(configuration.idleTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(configuration.initializeTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.streamIdleTimeout()).isEqualTo(Duration.ofHours(24));
        assertThat(configuration.streamKeepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(configuration.maxLifetime()).isZero();
        assertThat(configuration.sweepInterval()).isNull();
        assertThat(configuration.maxSessions()).isEqualTo(10_000);
        assertThat(configuration.allowClientTermination()).isTrue();
        assertThat(configuration.requireSession()).isTrue();
        assertThat(configuration.protocolVersions().listed())
                .containsExactly("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");
        assertThat(configuration.allowedOrigins()).isEqualTo(AllowedOrigins.NONE);
        assertThat(configuration.bindToOwner()).isTrue();
        assertThat(configuration.tenantClaim()).isEqualTo("tid");
        assertThat(configuration.maxSessionsPerOwner()).isEqualTo(-1);
        assertThat(configuration.releaseSessions()).isTrue();
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource
    void eachParameterComesFromEachSource(Sample sample, Source source) {
        source.set(this, sample.parameter(), sample.text());

        assertThat(sample.component().apply(read())).isEqualTo(sample.value());
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource("eachParameterComesFromEachSource")
    void eachValueSaysWhereItCameFrom(Sample sample, Source source) {
        source.set(this, sample.parameter(), sample.text());
        ConfigurationReader reader =
                new ConfigurationReader(initParameters, contextParameters, systemProperties, environment);
        reader.read();

        String name = sample.parameter().parameterName();
        assertThat(reader.effective())
                .containsPattern(name + "=[^=]+ \\(" + Pattern.quote(source.place(sample.parameter())) + "\\)");
        assertThat(reader.effective().split(" \\(default\\)", -1))
                .as("all others")
                .hasSize(Parameter.values().length);
    }

    @Test
    void theDefaultsSaySo() {
        ConfigurationReader reader = new ConfigurationReader(Map.of(), Map.of(), Map.of(), Map.of());
        reader.read();

        assertThat(reader.effective())
                .isEqualTo("idleTimeout=PT30M (default), initializeTimeout=PT1M (default),"
                        + " streamIdleTimeout=PT24H (default), streamKeepAlive=PT15S (default), maxLifetime=0 (default), sweepInterval=derived (default),"
                        + " maxSessions=10000 (default), maxSessionsPerOwner=-1 (default), allowClientTermination=true (default),"
                        + " requireSession=true (default),"
                        + " protocolVersions=2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25 (default), allowedOrigins=none (default),"
                        + " bindToOwner=true (default), tenantClaim=tid (default), releaseSessions=true (default),"
                        + " resumeKey=none (default), resumeWithin=PT168H (default)");
    }

    static Stream<Arguments> eachParameterComesFromEachSource() {
        return samples().flatMap(sample -> Stream.of(Source.values()).map(source -> Arguments.of(sample, source)));
    }

    @Test
    void thereIsASampleOfEachParameter() {
        assertThat(samples().map(Sample::parameter)).containsExactly(Parameter.values());
    }

    @ParameterizedTest(name = "{0} parameters do not touch the other ones")
    @MethodSource("samples")
    void oneParameterDoesNotTouchTheOthers(Sample sample) {
        Source.INIT_PARAM.set(this, sample.parameter(), sample.text());
        Configuration configuration = read();

        Configuration defaults = new ConfigurationReader(Map.of(), Map.of(), Map.of(), Map.of()).read();
        assertThat(samples().filter(other -> other.parameter() != sample.parameter()))
                .allSatisfy(other -> assertThat(shown(other, configuration)).isEqualTo(shown(other, defaults)));
    }

    private static String shown(Sample sample, Configuration configuration) {
        return String.valueOf(sample.component().apply(configuration));
    }

    @ParameterizedTest(name = "without the first {0} of the sources, {1}s is in force")
    @CsvSource({"0,40", "1,30", "2,20", "3,10"})
    void propertyBeatsVariableBeatsInitParamBeatsContextParam(int absent, int seconds) {
        Source[] strongestFirst = {Source.SYSTEM_PROPERTY, Source.ENVIRONMENT, Source.INIT_PARAM, Source.CONTEXT_PARAM};
        for (int i = absent; i < strongestFirst.length; i++) {
            strongestFirst[i].set(this, Parameter.IDLE_TIMEOUT, Integer.toString(40 - 10 * i));
        }

        assertThat(read().idleTimeout()).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30M, 1800",
        "1800, 1800",
        "0, 0",
        "PT0S, 0",
        "P1D, 86400",
        "P36500D, 3153600000",
        "3153600000, 3153600000",
        "007, 7"
    })
    void aDurationIsIsoOrWholeSeconds(String text, long seconds) {
        assertThat(with("idleTimeout", text).idleTimeout()).hasSeconds(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "PT1S"})
    void aSecondIsTheShortestInterval(String text) {
        assertThat(with("sweepInterval", text).sweepInterval()).hasSeconds(1);
    }

    @ParameterizedTest
    @CsvSource({"-1", "1", "2147483647"})
    void aLimitIsNoneOrPositive(int limit) {
        assertThat(with("maxSessions", Integer.toString(limit)).maxSessions()).isEqualTo(limit);
    }

    @Test
    void originsAreComparedInLowerCaseAndMayBeNull() {
        assertThat(with("allowedOrigins", "HTTPS://App.Example.com, http://localhost:6274,null")
                        .allowedOrigins())
                .isEqualTo(AllowedOrigins.of(List.of("https://app.example.com", "http://localhost:6274", "null")));
    }

    @Test
    void anEmptyListOfOriginsTakesThoseOfAWeakerSourceAway() {
        contextParameters.put("mcp.session.allowedOrigins", "https://a.example");
        initParameters.put("allowedOrigins", "");

        assertThat(read().allowedOrigins()).isEqualTo(AllowedOrigins.NONE);
    }

    @ParameterizedTest(name = "{0} with spaces")
    @MethodSource("samples")
    void surroundingSpacesDoNotCount(Sample sample) {
        Source.INIT_PARAM.set(this, sample.parameter(), " \t\n " + sample.text() + " \n");

        assertThat(sample.component().apply(read())).isEqualTo(sample.value());
    }

    @ParameterizedTest(name = "{0} = ''{1}''")
    @MethodSource
    void aBadValueIsNamedWithWhereItStandsAndTheExpectedForm(Parameter parameter, String value) {
        Source.INIT_PARAM.set(this, parameter, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::read)
                .withMessageContaining("init-param " + parameter.parameterName())
                .withMessageContaining("'" + value + "'")
                .withMessageContaining("expected " + parameter.expected());
    }

    static Stream<Arguments> aBadValueIsNamedWithWhereItStandsAndTheExpectedForm() {
        List<String> noDuration = List.of(
                "",
                " ",
                "soon",
                "-1",
                "-PT1S",
                "PT-1S",
                "1.5",
                "30m",
                "1e3",
                "0x10",
                "P1M",
                "PT",
                "P36501D",
                "PT876000H0.1S",
                "PT0.0000001S",
                "PT0.5S",
                "PT1.5S",
                "\u0665",
                "3153600001",
                "99999999999999999999",
                "PT9999999999999999999H",
                "10 000");
        List<String> noInterval = List.of("0", "PT0.999S", "PT0S");
        List<String> noLimit =
                List.of("", "0", "-2", "many", "2147483648", "1.0", "10 000", "PT1S", "+5", "\u0665", "-\u0661");
        List<String> noFlag = List.of("", "yes", "1", "on", "true,false", "truee");
        List<String> noRevisions = List.of(
                "",
                ",",
                "latest",
                "2025-01-01",
                "2024-10-07",
                "2025-06-18 2025-11-25",
                "2025-11-25x",
                "2026-02-30",
                "2025-06-18, 1999-01-01");
        List<String> noOrigins = List.of(
                "*",
                "example.com",
                "https://",
                "https://example.com/",
                "https://example.com/app",
                "https://example.com?a",
                "https://example.com#a",
                "https://user@example.com",
                "https://*.example.com",
                "https://exa mple.com",
                "https://a.example:*:*",
                "https://a.example:1:*",
                "https://*",
                "https://a.example https://b.example",
                "https://a.example, b.example",
                "mailto:a@b.example");
        return Stream.of(
                        all(
                                noDuration,
                                Parameter.IDLE_TIMEOUT,
                                Parameter.INITIALIZE_TIMEOUT,
                                Parameter.STREAM_IDLE_TIMEOUT,
                                Parameter.MAX_LIFETIME,
                                Parameter.SWEEP_INTERVAL),
                        all(noInterval, Parameter.SWEEP_INTERVAL),
                        all(noLimit, Parameter.MAX_SESSIONS, Parameter.MAX_SESSIONS_PER_OWNER),
                        all(
                                noFlag,
                                Parameter.ALLOW_CLIENT_TERMINATION,
                                Parameter.BIND_TO_OWNER,
                                Parameter.RELEASE_SESSIONS),
                        all(List.of("", "a b"), Parameter.TENANT_CLAIM),
                        all(noRevisions, Parameter.PROTOCOL_VERSIONS),
                        all(noOrigins, Parameter.ALLOWED_ORIGINS))
                .flatMap(Function.identity());
    }

    private static Stream<Arguments> all(List<String> values, Parameter... parameters) {
        return Stream.of(parameters).flatMap(parameter -> values.stream().map(value -> Arguments.of(parameter, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "SYSTEM_PROPERTY, system property mcp.session.maxSessions",
        "ENVIRONMENT, environment variable MCP_SESSION_MAX_SESSIONS",
        "INIT_PARAM, init-param maxSessions",
        "CONTEXT_PARAM, context-param mcp.session.maxSessions"
    })
    void aBadValueFailsWhereverItStands(Source source, String place) {
        source.set(this, Parameter.MAX_SESSIONS, "many");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::read)
                .withMessage("The MCP session filter cannot use " + place
                        + " = 'many': expected -1 for none, or a whole number from 1 to 2147483647");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idleTimeOut", "mcp.session.idleTimeout", "idle-timeout", "cacheName"})
    void anUnknownInitParamFails(String name) {
        initParameters.put(name, "PT1M");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::read)
                .withMessageContaining("no init-param '" + name + "'")
                .withMessageContaining("idleTimeout, initializeTimeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp.session.x", "mcp.session.", "mcp.session.idletimeout"})
    void anUnknownContextParamOfOursFails(String name) {
        contextParameters.put(name, "PT1M");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::read)
                .withMessageContaining("no context-param '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idleTimeout", "mcp.sessions.x", "org.example.mcp.session.x"})
    void contextParamsOfOthersAreNotOurs(String name) {
        contextParameters.put(name, "whatever");

        assertThat(read().idleTimeout()).hasMinutes(30);
    }

    @Test
    void unknownOverridesAreListedAndDoNotFail() {
        systemProperties.put("mcp.session.typo", "1");
        systemProperties.put("mcp.session.idleTimeout", "1");
        systemProperties.put("java.version", "17");
        environment.put("MCP_SESSION_TYPO", "1");
        environment.put("MCP_SESSION_IDLE_TIMEOUT", "1");
        environment.put("PATH", "/bin");

        assertThat(reader().unknownOverrides()).containsExactly("MCP_SESSION_TYPO", "mcp.session.typo");
        assertThat(read().idleTimeout()).hasSeconds(1);
    }

    @Test
    void theApplicationsContextAndTheJvmAreRead() {
        String property = "mcp.session.maxSessions";
        System.setProperty(property, "7");
        try {
            ConfigurationReader reader = ConfigurationReader.of(
                    Map.of("idleTimeout", "5"), contextWith(Map.of("mcp.session.maxLifetime", "9", property, "8")));

            Configuration configuration = reader.read();
            assertThat(configuration.idleTimeout()).hasSeconds(5);
            assertThat(configuration.maxLifetime()).hasSeconds(9);
            assertThat(configuration.maxSessions()).isEqualTo(7);
        } finally {
            System.clearProperty(property);
        }
    }

    private Configuration with(String name, String value) {
        initParameters.put(name, value);
        return read();
    }

    private Configuration read() {
        return reader().read();
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader(initParameters, contextParameters, systemProperties, environment);
    }

    private static ServletContext contextWith(Map<String, String> parameters) {
        return (ServletContext) Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getInitParameterNames" -> Collections.enumeration(parameters.keySet());
                    case "getInitParameter" -> parameters.get(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        Parameter.IDLE_TIMEOUT,
                        "idleTimeout",
                        "PT7S",
                        Configuration::idleTimeout,
                        Duration.ofSeconds(7)),
                new Sample(
                        Parameter.INITIALIZE_TIMEOUT,
                        "initializeTimeout",
                        "8",
                        Configuration::initializeTimeout,
                        Duration.ofSeconds(8)),
                new Sample(
                        Parameter.STREAM_IDLE_TIMEOUT,
                        "streamIdleTimeout",
                        "PT9M",
                        Configuration::streamIdleTimeout,
                        Duration.ofMinutes(9)),
                new Sample(
                        Parameter.STREAM_KEEP_ALIVE,
                        "streamKeepAlive",
                        "PT20S",
                        Configuration::streamKeepAlive,
                        Duration.ofSeconds(20)),
                new Sample(
                        Parameter.MAX_LIFETIME, "maxLifetime", "P1D", Configuration::maxLifetime, Duration.ofDays(1)),
                new Sample(
                        Parameter.SWEEP_INTERVAL,
                        "sweepInterval",
                        "PT5S",
                        Configuration::sweepInterval,
                        Duration.ofSeconds(5)),
                new Sample(Parameter.MAX_SESSIONS, "maxSessions", "12", Configuration::maxSessions, 12),
                new Sample(
                        Parameter.MAX_SESSIONS_PER_OWNER,
                        "maxSessionsPerOwner",
                        "3",
                        Configuration::maxSessionsPerOwner,
                        3),
                new Sample(
                        Parameter.ALLOW_CLIENT_TERMINATION,
                        "allowClientTermination",
                        "False",
                        Configuration::allowClientTermination,
                        false),
                new Sample(Parameter.REQUIRE_SESSION, "requireSession", "false", Configuration::requireSession, false),
                new Sample(
                        Parameter.PROTOCOL_VERSIONS,
                        "protocolVersions",
                        "2026-07-28 ,2025-06-18",
                        configuration -> configuration.protocolVersions().listed(),
                        List.of("2025-06-18", "2026-07-28")),
                new Sample(
                        Parameter.ALLOWED_ORIGINS,
                        "allowedOrigins",
                        "https://a.example",
                        Configuration::allowedOrigins,
                        AllowedOrigins.of(List.of("https://a.example"))),
                new Sample(Parameter.BIND_TO_OWNER, "bindToOwner", "false", Configuration::bindToOwner, false),
                new Sample(Parameter.TENANT_CLAIM, "tenantClaim", "org", Configuration::tenantClaim, "org"),
                new Sample(
                        Parameter.RELEASE_SESSIONS, "releaseSessions", "false", Configuration::releaseSessions, false),
                new Sample(
                        Parameter.RESUME_KEY,
                        "resumeKey",
                        "00".repeat(32) + ", " + "ab".repeat(40),
                        configuration -> String.valueOf(configuration.resumeKeys()),
                        "2 keys"),
                new Sample(
                        Parameter.RESUME_WITHIN,
                        "resumeWithin",
                        "P2D",
                        Configuration::resumeWithin,
                        Duration.ofDays(2)));
    }

    /** A value that is not the default, and where it is to be found in the result. */
    private record Sample(
            Parameter parameter, String name, String text, Function<Configuration, Object> component, Object value) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theNamesAreThoseOfTheContract(Sample sample) {
        assertThat(sample.parameter().parameterName()).isEqualTo(sample.name());
    }

    /** The places where a value can stand. */
    private enum Source {
        SYSTEM_PROPERTY {
            @Override
            void set(ConfigurationReaderTest test, Parameter parameter, String value) {
                test.systemProperties.put("mcp.session." + parameter.parameterName(), value);
            }

            @Override
            String place(Parameter parameter) {
                return "system property mcp.session." + parameter.parameterName();
            }
        },
        ENVIRONMENT {
            @Override
            void set(ConfigurationReaderTest test, Parameter parameter, String value) {
                test.environment.put("MCP_SESSION_" + parameter.name(), value);
            }

            @Override
            String place(Parameter parameter) {
                return "environment variable MCP_SESSION_" + parameter.name();
            }
        },
        INIT_PARAM {
            @Override
            void set(ConfigurationReaderTest test, Parameter parameter, String value) {
                test.initParameters.put(parameter.parameterName(), value);
            }

            @Override
            String place(Parameter parameter) {
                return "init-param " + parameter.parameterName();
            }
        },
        CONTEXT_PARAM {
            @Override
            void set(ConfigurationReaderTest test, Parameter parameter, String value) {
                test.contextParameters.put("mcp.session." + parameter.parameterName(), value);
            }

            @Override
            String place(Parameter parameter) {
                return "context-param mcp.session." + parameter.parameterName();
            }
        };

        abstract void set(ConfigurationReaderTest test, Parameter parameter, String value);

        abstract String place(Parameter parameter);
    }

    @ParameterizedTest
    @EnumSource(Parameter.class)
    void everyParameterHasAGoodDefault(Parameter parameter) {
        if (!parameter.defaultValue().isEmpty()) {
            Source.INIT_PARAM.set(this, parameter, parameter.defaultValue());
        }

        assertThat(read())
                .usingRecursiveComparison()
                .isEqualTo(new ConfigurationReader(Map.of(), Map.of(), Map.of(), Map.of()).read());
    }
}
