package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.Ownership;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.ObservedSessions;
import dev.mcpsession.it.endpoint.OddEndpoint;
import dev.mcpsession.it.endpoint.UserHeaderFilter;
import dev.mcpsession.it.endpoint.Users;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JAR in WARs of all kinds, which come and go on one server: what is on, what is off, and what fails to deploy. */
class PackagingIT {

    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String FILTER_CLASS = "<filter-class>dev.mcpsession.filter.McpSessionFilter</filter-class>";
    private static final String ASYNC = "<async-supported>true</async-supported>";
    private static final String TO_TOOLS =
            "<filter-mapping><filter-name>mcp-session-filter</filter-name><url-pattern>/tools/*</url-pattern></filter-mapping>";
    private static final String ENDPOINT =
            "<servlet><servlet-name>odd</servlet-name><servlet-class>dev.mcpsession.it.endpoint.OddEndpoint</servlet-class>"
                    + ASYNC
                    + "</servlet><servlet-mapping><servlet-name>odd</servlet-name><url-pattern>/mcp/*</url-pattern>"
                    + "<url-pattern>/tools/*</url-pattern></servlet-mapping>";

    private static StandaloneServer server;
    private static JMXConnector connector;

    private final List<String> deployed = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = StandaloneServer.start();
        connector = server.connector();
    }

    @AfterAll
    static void stop() throws Exception {
        connector.close();
        server.stop();
    }

    @AfterEach
    void undeploy() throws Exception {
        for (String name : deployed) {
            server.undeploy(name);
        }
        assertThat(names()).as("MBeans of applications that are gone").isEmpty();
    }

    // Where the filter is.

    @Test
    void jarAloneIsEnough() throws Exception {
        Mcp mcp = deploy("alone", war());
        assertManaged(mcp, "/mcp");
        assertManaged(mcp, "/mcp/below");
    }

    @Test
    void mappingOfWebXmlTakesThePlaceOfTheDefault() throws Exception {
        Mcp mcp = deploy("moved", war(ENDPOINT + TO_TOOLS));
        assertManaged(mcp, "/tools/x");
        assertOpen(mcp, "/mcp");
    }

    @Test
    void metadataCompleteApplicationIsManagedAllTheSame() throws Exception {
        Mcp mcp = deploy("complete", complete(ENDPOINT + parameter("sweepInterval", "PT1S")));
        assertManaged(mcp, "/mcp");
        assertOpen(mcp, "/tools/x");
        assertSwept("/complete");
    }

    @Test
    void metadataCompleteApplicationCanMoveTheFilter() throws Exception {
        Mcp mcp = deploy("completemoved", complete(ENDPOINT + filter(FILTER_CLASS + ASYNC) + TO_TOOLS));
        assertManaged(mcp, "/tools/x");
        assertOpen(mcp, "/mcp");
    }

    @Test
    void initParamsArriveWithAFullFilter() throws Exception {
        assertThatInitParamsArrive(false);
    }

    @Test
    void initParamsArriveInAMetadataCompleteApplication() throws Exception {
        assertThatInitParamsArrive(true);
    }

    private void assertThatInitParamsArrive(boolean complete) throws Exception {
        String webXml = ENDPOINT + filter(FILTER_CLASS + ASYNC + initParam("maxSessions", "1"));
        Mcp mcp = deploy("fullfilter" + complete, complete ? complete(webXml) : war(webXml));
        assertManaged(mcp, "/mcp");
        assertOneSessionAtMost(mcp);
    }

    @Test
    void absoluteOrderingDecidesWhetherTheFilterIsThere() throws Exception {
        assertManaged(deploy("named", ordered("<name>mcp_session_filter</name>")), "/mcp");
        assertManaged(deploy("among", ordered("<others/>")), "/mcp");
        assertOpen(deploy("leftout", ordered("<name>unknown</name>")), "/mcp");
    }

    @Test
    void filterRunsBehindThoseOfTheApplication() throws Exception {
        assertThatFilterRunsLast(false);
    }

    @Test
    void filterRunsBehindThoseOfAMetadataCompleteApplication() throws Exception {
        assertThatFilterRunsLast(true);
    }

    private void assertThatFilterRunsLast(boolean complete) throws Exception {
        String webXml = ENDPOINT
                + "<filter><filter-name>gate</filter-name><filter-class>dev.mcpsession.it.endpoint.UserHeaderFilter</filter-class>"
                + ASYNC
                + "</filter><filter-mapping><filter-name>gate</filter-name><url-pattern>/*</url-pattern></filter-mapping>";
        Mcp mcp = deploy("gated" + complete, complete ? complete(webXml) : war(webXml));
        for (String body : List.of(Mcp.initialize(), "{")) {
            assertThat(mcp.send(RawRequest.post("/mcp", body)).status()).isEqualTo(401);
        }
        HttpAnswer opened = mcp.send(RawRequest.post("/mcp", Mcp.initialize()).header("X-User", "me"));
        assertThat(opened.status()).isEqualTo(200);
        assertThat(mcp.send(RawRequest.get("/mcp").session(opened.sessionId())).status())
                .isEqualTo(401);
    }

    /** The server authenticates before any filter runs: other callers learn nothing. */
    @Test
    void filterRunsBehindTheConstraintsOfTheApplication() throws Exception {
        Mcp mcp = deploy(
                "constrained",
                war(ENDPOINT
                                + "<security-constraint><web-resource-collection><web-resource-name>mcp</web-resource-name>"
                                + "<url-pattern>/mcp/*</url-pattern></web-resource-collection>"
                                + "<auth-constraint><role-name>**</role-name></auth-constraint></security-constraint>")
                        .addClass(Users.class));
        for (String body : List.of(Mcp.initialize(), "{")) {
            assertThat(mcp.send(RawRequest.post("/mcp", body)).status()).isEqualTo(401);
        }
        Ownership sessions = new Ownership(mcp);
        String session = sessions.open(Endpoint.ADOPTED, Caller.named("alice"));
        assertThat(sessions.ping(Endpoint.ADOPTED, session, Caller.ANONYMOUS)).isEqualTo(401);
        assertThat(sessions.ping(Endpoint.ADOPTED, session, Caller.named("bob")))
                .isEqualTo(404);
        assertThat(sessions.ping(Endpoint.ADOPTED, session, Caller.named("alice")))
                .isEqualTo(200);
        try (Jmx jmx = server.jmx()) {
            assertThat(jmx.number("SessionCounter")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"root, /", "nested, /outer/inner"})
    void contextOfAnyKindHasItsNameInJmx(String name, String context) throws Exception {
        assertThat(server.deploy(name, context, war())).isTrue();
        deployed.add(name);
        assertManaged(server.client(context.equals("/") ? "" : context), "/mcp");
        assertThat(names()).extracting(mbean -> mbean.getKeyProperty("context")).containsExactly(context);
    }

    @Test
    void endpointAtTheRootOfAContextNamedMcp_isAWarningUntilItIsMapped() throws Exception {
        String warning = "not the servlet odd at the context root";
        int line = server.logSize();
        assertThat(server.deploy("root", "/mcp", war(endpointAt("/*")))).isTrue();
        deployed.add("root");
        assertOpen(server.client("/mcp"), "/x");
        assertThat(server.log(line))
                .contains("/mcp: MCP sessions started: guards /mcp/mcp/*; ")
                .containsOnlyOnce(warning);

        server.undeploy("root");
        deployed.remove("root");
        line = server.logSize();
        String toEverything = TO_TOOLS.replace("/tools/*", "/*");
        assertThat(server.deploy("guardedroot", "/mcp", war(endpointAt("/*") + toEverything)))
                .isTrue();
        deployed.add("guardedroot");
        assertManaged(server.client("/mcp"), "/x");
        assertThat(server.log(line))
                .contains("/mcp: MCP sessions started: guards /mcp/*; ")
                .doesNotContain(warning);
    }

    @Test
    void defaultServletOfTheContainerAtAContextNamedMcp_isNoWarning() throws Exception {
        int line = server.logSize();
        assertThat(server.deploy("elsewhere", "/mcp", war())).isTrue();
        deployed.add("elsewhere");
        assertManaged(server.client("/mcp"), "/mcp");
        assertThat(server.log(line)).contains("guards /mcp/mcp/*; ").doesNotContain("at the context root");
    }

    @NotOn(
            value = {Server.PAYARA_MICRO, Server.PAYARA_MICRO_7, Server.TOMEE, Server.TOMCAT, Server.JETTY},
            because = "it deploys no EAR")
    @Test
    void modulesOfAnEnterpriseApplicationAreApart() throws Exception {
        EnterpriseArchive ear = ShrinkWrap.create(EnterpriseArchive.class)
                .addAsModules(
                        ShrinkWrap.create(WebArchive.class, "one.war").merge(war()),
                        // GlassFish takes libraries of one name for the same.
                        ShrinkWrap.create(WebArchive.class, "two.war").merge(warWithJarNamed("other.jar")))
                .setApplicationXML(
                        new StringAsset("<application xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"10\">"
                                + module("one") + module("two") + "</application>"));
        deploy("suite", ear);
        assertApart("/suite/one", "/suite/two");
    }

    // What is refused.

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "filter, idleTimeout, soon, \"init-param idleTimeout = 'soon': expected a duration\"",
                "filter, idleTimeOut, PT1M, \"no init-param 'idleTimeOut'\"",
                "context, foo, 1, \"no context-param 'mcp.session.foo'\"",
                "context, maxSessions, 0, \"context-param mcp.session.maxSessions = '0': expected -1 for none\"",
                "context, protocolVersions, 2030, \"context-param mcp.session.protocolVersions = '2030': expected\"",
            })
    void badWebXmlFailsTheDeployment(String place, String name, String value, String said) throws Exception {
        String setting =
                place.equals("filter") ? filter(FILTER_CLASS + ASYNC + initParam(name, value)) : parameter(name, value);
        assertDoesNotDeploy(war(ENDPOINT + setting), said);
        assertDoesNotDeploy(complete(ENDPOINT + setting), said);
    }

    /**
     * Payara takes neither class nor async-supported from the fragment; without the latter every streamed answer would
     * be a 500.
     */
    @Test
    void filterWithoutAsyncSupportFailsTheDeployment() throws Exception {
        for (String content : List.of("", FILTER_CLASS, FILTER_CLASS + "<async-supported>false</async-supported>")) {
            String webXml = ENDPOINT + filter(content + initParam("maxSessions", "1"));
            assertDoesNotDeploy(war(webXml), "mcp-session-filter without <async-supported>true</async-supported>");
        }
    }

    @Test
    void badOverrideFailsTheDeployment() throws Exception {
        server.set("mcp.session.idleTimeout", "later");
        try {
            assertDoesNotDeploy(war(), "system property mcp.session.idleTimeout = 'later': expected a duration");
            assertDoesNotDeploy(
                    war(ENDPOINT + parameter("idleTimeout", "PT1H")),
                    "system property mcp.session.idleTimeout = 'later'");
        } finally {
            server.clear("mcp.session.idleTimeout");
        }
        assertManaged(deploy("again", war()), "/mcp");
    }

    @Test
    void unknownOverrideIsAWarning() throws Exception {
        server.set("mcp.session.colour", "red");
        try {
            int line = server.logSize();
            assertManaged(deploy("coloured", war()), "/mcp");
            assertThat(server.log(line)).containsOnlyOnce("mcp.session.colour");
        } finally {
            server.clear("mcp.session.colour");
        }
    }

    // What settings do that no other test class has.

    @Test
    void overrideBeatsWebXml() throws Exception {
        server.set("mcp.session.maxSessions", "1");
        try {
            Mcp mcp = deploy("overridden", war(ENDPOINT + parameter("maxSessions", "5")));
            assertOneSessionAtMost(mcp);
        } finally {
            server.clear("mcp.session.maxSessions");
        }
    }

    @Test
    void clientTerminationCanBeForbidden() throws Exception {
        Mcp mcp = deploy("immortal", war(ENDPOINT + parameter("allowClientTermination", "false")));
        String session = initialize(mcp, "/mcp").sessionId();
        for (RawRequest request : List.of(
                RawRequest.delete("/mcp").session(session),
                RawRequest.delete("/mcp").session("unknown"),
                RawRequest.delete("/mcp"),
                RawRequest.of("PUT", "/mcp").body("{}"))) {
            Refused.METHOD.allowing("POST, GET, OPTIONS", mcp.send(request));
        }
        assertThat(ping(mcp, "/mcp", session)).isEqualTo(200);
    }

    @Test
    void originsCanBeAllowed() throws Exception {
        Mcp mcp = deploy("open", war(ENDPOINT + parameter("allowedOrigins", "https://app.example.com, null")));
        for (String origin : List.of("https://app.example.com", "HTTPS://APP.example.com", "null")) {
            RawRequest request = RawRequest.post("/mcp", Mcp.initialize()).header("Origin", origin);
            assertThat(mcp.send(request).status()).as(origin).isEqualTo(200);
        }
        for (String origin : List.of(
                "http://app.example.com", "https://app.example.com:8443", "https://app.example.com.evil.example")) {
            Refused.ORIGIN.is(mcp.send(RawRequest.post("/mcp", Mcp.initialize()).header("Origin", origin)));
        }
    }

    @Test
    void busySessionEndsWithItsLifetimeButNotUnderACall() throws Exception {
        Mcp mcp =
                deploy("mortal", war(ENDPOINT + parameter("maxLifetime", "PT2S") + parameter("sweepInterval", "PT1S")));
        String busy = initialize(mcp, "/mcp").sessionId();
        String calling = initialize(mcp, "/mcp").sessionId();
        try (RawHttp call = mcp.connect();
                Jmx jmx = server.jmx()) {
            call.send(RawRequest.post("/mcp?how=wait&as=mortal", Mcp.request("1", "ping"))
                    .session(calling));
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(SOON.plusSeconds(2))
                    .until(() -> ping(mcp, "/mcp", busy) == 404);
            await().during(Duration.ofMillis(1500)).atMost(SOON).until(() -> jmx.number("ActiveSessions") == 1);
            assertThat(mcp.send(RawRequest.of("OPTIONS", "/mcp?how=go&as=mortal"))
                            .status())
                    .isEqualTo(200);
            assertThat(call.answer().status()).as("the answer is owed").isEqualTo(200);
            await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
            assertThat(jmx.number("ExpiredSessions")).isEqualTo(2);
        }
    }

    // Comings and goings.

    @Test
    void sessionsOfTwoApplicationsAreApart() throws Exception {
        deploy("first", war(ENDPOINT + parameter("sweepInterval", "PT1S")));
        Mcp second = deploy("second", war(ENDPOINT + parameter("sweepInterval", "PT1S")));
        assertApart("/first", "/second");
        String session = initialize(second, "/mcp").sessionId();
        assertSwept("/first");
        server.undeploy("first");
        deployed.remove("first");
        assertSwept("/second");
        assertThat(ping(second, "/mcp", session)).isEqualTo(200);
    }

    @Test
    void undeploymentEndsEverythingAndRedeploymentStartsAnew() throws Exception {
        int line = server.logSize();
        Mcp mcp = deploy("passing", war(ENDPOINT + parameter("idleTimeout", "PT7M")));
        String session = initialize(mcp, "/mcp").sessionId();
        assertThat(server.log(line)).contains("/passing: MCP sessions started").contains("PT7M");
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get("/mcp?how=asyncSse").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(names()).hasSize(1);
            server.undeploy("passing");
            deployed.remove("passing");
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
        assertThat(names()).isEmpty();
        assertThat(server.log(line)).contains("/passing: MCP sessions stopped: 1 opened");
        Mcp again = deploy("passing", war());
        assertThat(ping(again, "/mcp", session)).isEqualTo(404);
        assertManaged(again, "/mcp");
    }

    @Test
    @NotOn(value = Server.JETTY, because = "it has no CDI")
    void undeployment_tellsTheObserversOfTheSessionsThatEnd() throws Exception {
        int line = server.logSize();
        WebArchive observed =
                war().addClass(ObservedSessions.class).addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        Mcp mcp = deploy("observed", observed);
        initialize(mcp, "/mcp");
        initialize(mcp, "/mcp");
        server.undeploy("observed");
        deployed.remove("observed");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.log(line)
                                .lines()
                                .filter(said -> said.contains("Observed: ended ") && said.contains(" SHUTDOWN")))
                        .hasSize(2));
    }

    @Test
    void logShowsNoId() throws Exception {
        int line = server.logSize();
        Mcp mcp = deploy("discreet", war());
        List<String> ids =
                new ArrayList<>(List.of("chosen-by-the-endpoint", "chosen-instead", "a dead one", "not valid"));
        ids.add(initialize(mcp, "/mcp").sessionId());
        initialize(mcp, "/mcp?name=chosen-by-the-endpoint");
        initialize(mcp, "/mcp?name=not%20valid");
        for (String query : List.of("name=not%20valid", "name=chosen-instead", "how=throw", "status=404")) {
            mcp.send(RawRequest.post("/mcp?" + query, "{}").session("chosen-by-the-endpoint"));
        }
        mcp.send(RawRequest.post("/mcp", "{}").session("a dead one"));
        mcp.send(RawRequest.delete("/mcp").session(ids.get(4)));
        server.undeploy("discreet");
        deployed.remove("discreet");
        assertThat(server.log(line))
                .contains("the endpoint named a session with an id")
                .doesNotContain(ids);
    }

    private Mcp deploy(String name, Archive<?> application) throws Exception {
        int line = server.logSize();
        assertThat(server.deploy(name, application))
                .as("deployment of %s: %s", name, server.trouble(line))
                .isTrue();
        deployed.add(name);
        return server.client("/" + name);
    }

    private static void assertDoesNotDeploy(WebArchive war, String said) throws Exception {
        int line = server.logSize();
        assertThat(server.deploy("bad", war)).as("deployment").isFalse();
        assertThat(server.log(line)).contains(said);
        assertThat(server.client("/bad").send(RawRequest.get("/mcp")).status()).isEqualTo(404);
    }

    /** Sessions are opened, known and closed, the endpoint can be asynchronous, and no path leads round the filter. */
    private static void assertManaged(Mcp mcp, String path) throws IOException {
        assertThat(mcp.send(RawRequest.post(path + ";%2f..", "{}")).status()).isEqualTo(400);
        for (String how : List.of("json", "async")) {
            HttpAnswer opened = initialize(mcp, path + "?how=" + how);
            assertThat(opened.status()).isEqualTo(200);
            String session = opened.sessionId();
            assertThat(ping(mcp, path + "?how=" + how, session)).isEqualTo(200);
            Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.post(path, Mcp.request("1", "ping"))), "1");
            assertThat(mcp.send(RawRequest.delete(path).session(session)).status())
                    .isEqualTo(204);
            assertThat(ping(mcp, path, session)).isEqualTo(404);
        }
    }

    /** Two applications, and no others, have sessions of their own. */
    private static void assertApart(String context, String otherContext) throws Exception {
        Mcp one = server.client(context);
        Mcp other = server.client(otherContext);
        String session = initialize(one, "/mcp").sessionId();
        Refused.NOT_FOUND.is(
                other.send(RawRequest.post("/mcp", Mcp.request("1", "ping")).session(session)), "1");
        assertThat(ping(one, "/mcp", session)).isEqualTo(200);
        assertThat(names())
                .extracting(name -> name.getKeyProperty("context"))
                .containsExactlyInAnyOrder(context, otherContext);
        assertThat(Jmx.over(connector, context).number("ActiveSessions")).isEqualTo(1);
        assertThat(Jmx.over(connector, otherContext).number("ActiveSessions")).isZero();
        assertManaged(other, "/mcp");
    }

    private static void assertSwept(String context) throws Exception {
        Jmx jmx = Jmx.over(connector, context);
        long before = jmx.number("LastSweepTimestamp");
        await().atMost(SOON).until(() -> jmx.number("LastSweepTimestamp") > before);
    }

    /** No filter stands in front of the endpoint. */
    private static void assertOpen(Mcp mcp, String path) throws IOException {
        assertThat(initialize(mcp, path).headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(mcp.send(RawRequest.post(path, Mcp.request("1", "ping")).session("unknown"))
                        .status())
                .isEqualTo(200);
    }

    private static HttpAnswer initialize(Mcp mcp, String path) throws IOException {
        return mcp.send(RawRequest.post(path, Mcp.initialize()));
    }

    /** Within ten seconds the first session cannot be evicted. */
    private static void assertOneSessionAtMost(Mcp mcp) throws IOException {
        String first = initialize(mcp, "/mcp").sessionId();
        assertThat(initialize(mcp, "/mcp").status()).isEqualTo(503);
        assertThat(ping(mcp, "/mcp", first)).isEqualTo(200);
    }

    private static int ping(Mcp mcp, String path, String session) throws IOException {
        return mcp.send(RawRequest.post(path, Mcp.request("1", "ping")).session(session))
                .status();
    }

    private static Set<ObjectName> names() throws Exception {
        MBeanServerConnection mbeans = connector.getMBeanServerConnection();
        return Jmx.names(mbeans);
    }

    /** The JAR and an endpoint that is mapped by its annotation, without a web.xml. */
    private static WebArchive war() {
        return warWithJarNamed("mcp-session-filter.jar");
    }

    private static WebArchive warWithJarNamed(String jar) {
        return ShrinkWrap.create(WebArchive.class)
                .addClasses(OddEndpoint.class, UserHeaderFilter.class)
                .addClasses(OddEndpoint.class.getDeclaredClasses())
                .addAsLibrary(new File(System.getProperty("filter.jar")), jar);
    }

    private static WebArchive war(String webXml) {
        return war().setWebXML(webXml("", webXml));
    }

    private static WebArchive complete(String webXml) {
        return war().setWebXML(webXml(" metadata-complete=\"true\"", webXml));
    }

    private static WebArchive ordered(String fragments) {
        return war(ENDPOINT + "<absolute-ordering>" + fragments + "</absolute-ordering>");
    }

    private static StringAsset webXml(String attributes, String content) {
        return new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\"" + attributes
                + ">" + content + "</web-app>");
    }

    private static String module(String name) {
        return "<module><web><web-uri>" + name + ".war</web-uri><context-root>/suite/" + name
                + "</context-root></web></module>";
    }

    private static String endpointAt(String pattern) {
        return "<servlet><servlet-name>odd</servlet-name>"
                + "<servlet-class>dev.mcpsession.it.endpoint.OddEndpoint</servlet-class>" + ASYNC
                + "</servlet><servlet-mapping><servlet-name>odd</servlet-name><url-pattern>" + pattern
                + "</url-pattern></servlet-mapping>";
    }

    private static String filter(String content) {
        return "<filter><filter-name>mcp-session-filter</filter-name>" + content + "</filter>";
    }

    private static String initParam(String name, String value) {
        return "<init-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></init-param>";
    }

    private static String parameter(String name, String value) {
        return "<context-param><param-name>mcp.session." + name + "</param-name><param-value>" + value
                + "</param-value></context-param>";
    }
}
