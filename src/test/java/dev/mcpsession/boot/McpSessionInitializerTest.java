package dev.mcpsession.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpsession.LogLines;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.filter.RawPathFilter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpSessionInitializerTest {

    private final Map<String, String> contextParameters = new HashMap<>();
    private final Map<String, String> initParameters = new HashMap<>();
    private final Map<Object, Object> attributes = new HashMap<>();
    private final List<String> urlPatterns = new ArrayList<>();
    private final List<String> servletNames = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> rawPathFilter = new ArrayList<>();
    private final List<Class<?>> listeners = new ArrayList<>();
    private final Map<String, ServletRegistration> servlets = new HashMap<>();
    private String contextPath = "/app";
    private boolean declared = true;
    private boolean nullForNoMappings;
    private String webXml;

    @Test
    void leavesAloneWhatTheFragmentHasDeclared() {
        urlPatterns.add("/mcp/*");

        start();

        assertThat(done).isEmpty();
    }

    @Test
    void registersTheFilterWhereTheFragmentWasSkipped() {
        declared = false;

        start();

        assertThat(done)
                .containsExactly(
                        "addFilter mcp-session-filter " + McpSessionFilter.class.getName(),
                        "setAsyncSupported true",
                        "addMappingForUrlPatterns [REQUEST] true [/mcp/*]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rawPathFilter_isMappedToEveryPathInFrontOfAllFilters(boolean fragmentWasRead) {
        declared = fragmentWasRead;

        start();

        assertThat(rawPathFilter)
                .containsExactly(
                        RawPathFilter.class.getName(),
                        "setAsyncSupported true",
                        "addMappingForUrlPatterns [REQUEST] false [/*]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mapsAFilterThatIsDeclaredButMappedToNothing(boolean none) {
        nullForNoMappings = none;

        start();

        assertThat(done).contains("addMappingForUrlPatterns [REQUEST] true [/mcp/*]");
    }

    /** Of two, the second does nothing; whether a server reads the fragment, no API tells. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsTheListenerAlsoWhereTheFragmentDeclaresIt(boolean fragmentWasRead) {
        declared = fragmentWasRead;

        start();

        assertThat(listeners).containsExactly(McpSessionListener.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<web-app/>", "<!-- <filter> --><web-app/>", "", "<web"})
    void descriptorWithoutTheFilter_orThatCannotBeRead_changesNothing(String descriptor) {
        urlPatterns.add("/mcp/*");
        webXml = descriptor;

        start();

        assertThat(done).isEmpty();
    }

    /** An XML library of the application would parse with defaults of its own. */
    @Test
    void applicationWithItsOwnXmlParser_descriptorIsReadByTheParserOfTheJdk(@TempDir Path classes) throws Exception {
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("javax.xml.stream.XMLInputFactory"), "com.example.NoSuchParser");
        webXml = "<web-app><filter-mapping><filter-name>mcp-session-filter</filter-name>"
                + "<url-pattern>/tools/*</url-pattern></filter-mapping></web-app>";
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
            thread.setContextClassLoader(application);
            start();
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(done).containsExactly("addMappingForUrlPatterns [REQUEST] true [/tools/*]");
    }

    @Test
    void descriptorWithExternalEntity_entityIsNotRead(@TempDir Path files) throws Exception {
        Path secret = Files.writeString(files.resolve("mapping.txt"), "/secret/*");
        urlPatterns.add("/mcp/*");
        webXml = "<!DOCTYPE web-app [<!ENTITY outside SYSTEM '" + secret.toUri() + "'>]><web-app><filter-mapping>"
                + "<filter-name>mcp-session-filter</filter-name><url-pattern>&outside;</url-pattern>"
                + "</filter-mapping></web-app>";

        start();

        assertThat(done).noneMatch(step -> step.contains("secret"));
    }

    @Test
    void aFilterDeclaredWithoutAsynchronousSupportFailsTheDeployment() {
        webXml = "<web-app><filter><filter-name> mcp-session-filter </filter-name></filter></web-app>";

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::start)
                .withMessageContaining("<async-supported>true</async-supported>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<filter><filter-name>mcp-session-filter</filter-name><async-supported>true</async-supported></filter>",
                "<filter><async-supported> 1 </async-supported><filter-name>mcp-session-filter</filter-name></filter>",
                "<filter><filter-name>another</filter-name></filter>",
                "<filter-mapping><filter-name>mcp-session-filter</filter-name></filter-mapping>"
            })
    void otherFiltersMayBeSynchronous(String filters) {
        urlPatterns.add("/mcp/*");
        webXml = "<web-app>" + filters + "</web-app>";

        start();

        assertThat(done).isEmpty();
    }

    @Test
    void mapsWhatTheServerHasForgottenOfWebXml() {
        nullForNoMappings = true;
        webXml =
                "<web-app><filter-mapping><filter-name>another</filter-name><url-pattern>/another</url-pattern></filter-mapping>"
                        + "<filter-mapping><filter-name> mcp-session-filter </filter-name><url-pattern> /tools/* </url-pattern>"
                        + "<url-pattern>/more</url-pattern><servlet-name>mcp</servlet-name></filter-mapping></web-app>";

        start();

        assertThat(done)
                .containsExactly(
                        "addMappingForServletNames [REQUEST] true [mcp]",
                        "addMappingForUrlPatterns [REQUEST] true [/tools/*, /more]");
    }

    @Test
    void leavesAloneWhatWebXmlHasMapped() {
        urlPatterns.add("/tools/*");
        servletNames.add("mcp");
        webXml =
                "<web-app><filter-mapping><filter-name>mcp-session-filter</filter-name><url-pattern>/tools/*</url-pattern>"
                        + "<servlet-name>mcp</servlet-name></filter-mapping></web-app>";

        start();

        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsAMappingToAServlet(boolean none) {
        nullForNoMappings = none;
        servletNames.add("mcp");

        start();

        assertThat(done).isEmpty();
    }

    @Test
    void keepsTheConfigurationForTheListener() {
        urlPatterns.add("/mcp/*");
        initParameters.put("maxSessions", "7");

        start();

        assertThat(attributes.values())
                .singleElement()
                .isInstanceOfSatisfying(
                        ApplicationConfiguration.class,
                        read -> assertThat(read.configuration().maxSessions()).isEqualTo(7));
    }

    @Test
    void aBadInitParamFailsTheDeployment() {
        urlPatterns.add("/mcp/*");
        initParameters.put("maxSessions", "many");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::start)
                .withMessageContaining("init-param maxSessions = 'many'");
    }

    @Test
    void theLogTellsWhyAnApplicationDoesNotStart() {
        initParameters.put("maxSessions", "many");

        try (LogLines log = new LogLines(McpSessionInitializer.class.getName())) {
            assertThatExceptionOfType(ConfigurationException.class).isThrownBy(this::start);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE /app: the application does not start: ")
                    .contains("init-param maxSessions = 'many'");
        }
    }

    @Test
    void servletAtTheContextRootThatIsNamedAsTheEndpoint_isAWarning() {
        urlPatterns.add("/mcp/*");
        contextPath = "/mcp";
        servlets.put(
                "endpoint",
                fake(
                        ServletRegistration.class,
                        (proxy, method, arguments) -> method.getName().equals("getName") ? "endpoint" : List.of("/*")));

        try (LogLines log = new LogLines(McpSessionInitializer.class.getName())) {
            start();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING /mcp: the MCP session filter guards /mcp/mcp/*, and not the servlet endpoint")
                    .endsWith("map the filter to /*");
        }
    }

    @Test
    void ownerResolver_isHandedOverToTheListener() {
        OwnerResolver owners = request -> null;
        ServletContext context = context();

        assertThat(McpSessionInitializer.ownersOf(context)).isNull();
        new McpSessionInitializer(owners).onStartup(null, context);
        assertThat(McpSessionInitializer.ownersOf(context)).isSameAs(owners);
    }

    @Test
    void aBadContextParamFailsTheDeploymentAlsoWhereTheFragmentWasSkipped() {
        declared = false;
        contextParameters.put("mcp.session.typo", "1");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::start)
                .withMessageContaining("mcp.session.typo");
    }

    private void start() {
        new McpSessionInitializer().onStartup(null, context());
    }

    private ServletContext context() {
        return fake(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getFilterRegistration" -> declared ? registration() : null;
            case "getInitParameterNames" -> Collections.enumeration(contextParameters.keySet());
            case "getInitParameter" -> contextParameters.get(arguments[0]);
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            case "getContextPath" -> contextPath;
            case "getServletRegistrations" -> servlets;
            case "getResourceAsStream" -> webXml == null ? null : new ByteArrayInputStream(webXml.getBytes(UTF_8));
            case "addFilter" -> {
                if (arguments[0].equals(RawPathFilter.NAME)) {
                    yield rawPathFilter((Class<?>) arguments[1]);
                }
                done.add("addFilter " + arguments[0] + " " + ((Class<?>) arguments[1]).getName());
                yield registration();
            }
            case "addListener" -> {
                listeners.add((Class<?>) arguments[0]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private FilterRegistration.Dynamic rawPathFilter(Class<?> type) {
        rawPathFilter.add(type.getName());
        return fake(FilterRegistration.Dynamic.class, (proxy, method, arguments) -> {
            boolean mapping = method.getName().equals("addMappingForUrlPatterns");
            rawPathFilter.add(method.getName() + " " + arguments[0]
                    + (mapping ? " " + arguments[1] + " " + List.of((String[]) arguments[2]) : ""));
            return null;
        });
    }

    private FilterRegistration.Dynamic registration() {
        return fake(FilterRegistration.Dynamic.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getUrlPatternMappings" -> mappings(urlPatterns);
            case "getServletNameMappings" -> mappings(servletNames);
            case "getInitParameters" -> initParameters;
            case "setAsyncSupported" -> {
                done.add("setAsyncSupported " + arguments[0]);
                yield null;
            }
            case "addMappingForUrlPatterns" -> map(urlPatterns, method.getName(), arguments);
            case "addMappingForServletNames" -> map(servletNames, method.getName(), arguments);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private Object map(List<String> mappings, String how, Object[] arguments) {
        List<String> added = List.of((String[]) arguments[2]);
        mappings.addAll(added);
        done.add(how + " " + arguments[0] + " " + arguments[1] + " " + added);
        return null;
    }

    private List<String> mappings(List<String> mappings) {
        return mappings.isEmpty() && nullForNoMappings ? null : mappings;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
