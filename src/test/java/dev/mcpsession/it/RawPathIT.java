package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.PathReporter;
import dev.mcpsession.it.endpoint.UserHeaderFilter;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.Server;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row 0 on the wire: paths that the container's filter mapping and an endpoint could read differently are answered 400,
 * and the other paths of the application are left alone.
 */
class RawPathIT {

    /**
     * What may follow the path of an endpoint so that some server maps the filter to another path than the endpoint.
     */
    private static final List<String> SPELLINGS = List.of(
            ";%2f..",
            ";%2F..",
            ";%2F%2e%2e",
            ";%2f%2E%2E",
            ";x=%2f..",
            ";x=1%2f..",
            ";%2f..%2fzzz",
            ";%2f..%2fx%2f..",
            ";%2f%2e.",
            ";/..",
            ";/%2e%2e",
            ";x/../zzz",
            ";%5c..",
            ";%5C%2e%2e",
            "%3b%2f..",
            "%3B%2f%2e%2e",
            "%3b/..",
            ";%252f..",
            ";%252f%252e%252e",
            "%253b%252f..",
            "/x/..;%2f..",
            "/..;/x",
            "/%2e%2e;/x",
            "/x/..;x/..");

    /** WildFly redirects what it reads as the context root without its slash, before any filter runs. */
    private static final Set<Integer> REFUSALS = Set.of(400, 302, 307);

    private static final String GATE =
            "<filter><filter-name>gate</filter-name><filter-class>dev.mcpsession.it.endpoint.UserHeaderFilter</filter-class>"
                    + "<async-supported>true</async-supported></filter>"
                    + "<filter-mapping><filter-name>gate</filter-name><url-pattern>/*</url-pattern></filter-mapping>";
    private static final String SERVLETS =
            "<servlet><servlet-name>paths</servlet-name><servlet-class>dev.mcpsession.it.endpoint.PathReporter</servlet-class>"
                    + "<async-supported>true</async-supported></servlet><servlet-mapping><servlet-name>paths</servlet-name>"
                    + "<url-pattern>/paths/*</url-pattern></servlet-mapping>";

    private static StandaloneServer server;

    @BeforeAll
    static void deploy() throws Exception {
        WebArchive demo = DemoWar.asBuilt();
        server = StandaloneServer.start();
        deploy("demo", demo);
        deploy("with", withFilter(application(SERVLETS, "")));
        deploy("without", application(SERVLETS, ""));
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @EnumSource
    void row00_toolCallOnAnAmbiguousPath_isRefused(Endpoint endpoint) throws IOException {
        Mcp mcp = server.client("/demo");
        String foreign = "evil.example:" + mcp.base().getPort();
        String call = Mcp.toolCall("2", "echo", "{\"text\":\"rebound\"}");
        for (String spelling : SPELLINGS) {
            String path = endpoint.path() + spelling;
            for (RawRequest request : List.of(
                    RawRequest.post(path, call),
                    RawRequest.post(path, call).header("Host", foreign).header("Origin", "http://" + foreign),
                    RawRequest.post(path, call).header("Origin", "null"),
                    RawRequest.post(path, Mcp.initialize()),
                    RawRequest.get(path),
                    RawRequest.delete(path),
                    RawRequest.of("OPTIONS", path),
                    RawRequest.of("PUT", path).body("{}"))) {
                HttpAnswer answer = mcp.send(request);
                assertThat(answer.status()).as(path).isIn(REFUSALS);
                assertThat(answer.text()).as(path).doesNotContain("rebound", "result");
                assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
            }
            HttpAnswer head = mcp.send(RawRequest.of("HEAD", path));
            assertThat(head.status()).as("HEAD %s", path).isIn(REFUSALS);
        }
    }

    @Test
    void row00_answerIsAJsonRpcError() throws IOException {
        for (String context : List.of("/demo", "/with")) {
            HttpAnswer refused = server.client(context).send(RawRequest.post("/mcp;/..;/x", "{}"));
            if (Server.current().refusesAmbiguousPaths()) {
                assertThat(refused.status()).isEqualTo(400);
            } else {
                Refused.AMBIGUOUS_PATH.is(refused);
            }
        }
    }

    @Test
    void ordinaryPathOfTheApplication_isAnsweredAsWithoutTheFilter() throws IOException {
        for (String path : List.of(
                "/paths",
                "/paths/",
                "/paths/a.b/..c/d..",
                "/paths/page;jsessionid=0123456789ABCDEF.node1",
                "/paths/page;v=1..2/part;w=%c3%a4",
                "/paths/a%2fb",
                "/paths/a%20b%2ec",
                "/paths/a/../b",
                "/paths/a/%2e%2e/b",
                "/paths/100%25;v=1",
                "/paths/.x;a=b",
                "/paths/a%3bb")) {
            for (String method : List.of("GET", "PUT")) {
                HttpAnswer with = server.client("/with").send(RawRequest.of(method, path));
                HttpAnswer without = server.client("/without").send(RawRequest.of(method, path));
                assertThat(with.status()).as(path).isEqualTo(without.status());
                if (with.status() == 200) {
                    assertThat(with.text()).as(path).isEqualTo(without.text());
                }
            }
        }
        assertThat(server.client("/with").send(RawRequest.get("/paths/x;v=1")).text())
                .startsWith("GET /paths/x;v=1 ");
    }

    @Test
    void rawPathFilter_runsInFrontOfTheFiltersOfWebXmlAndOfFragments() throws Exception {
        assertRunsFirst("gated", withFilter(application(SERVLETS + GATE, "")));
        JavaArchive fragment = ShrinkWrap.create(JavaArchive.class, "gate.jar")
                .addAsManifestResource(
                        new StringAsset("<web-fragment xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">"
                                + "<name>gate</name><ordering><before><others/></before></ordering>" + GATE
                                + "</web-fragment>"),
                        "web-fragment.xml");
        assertRunsFirst("fragmentgated", withFilter(application(SERVLETS, "").addAsLibrary(fragment)));
    }

    @Test
    void rawPathFilter_runsFirstWhereWebXmlIsMetadataComplete() throws Exception {
        assertRunsFirst("complete", withFilter(application(SERVLETS + GATE, " metadata-complete=\"true\"")));
    }

    private static void assertRunsFirst(String name, WebArchive gated) throws Exception {
        deploy(name, gated);
        Mcp mcp = server.client("/" + name);
        assertThat(mcp.send(RawRequest.get("/paths/x")).status())
                .as("by the filter of the application")
                .isEqualTo(401);
        assertThat(mcp.send(RawRequest.get("/paths/x;/..;/y")).status()).isEqualTo(400);
        assertThat(mcp.send(RawRequest.get("/paths/x").header("X-User", "me")).status())
                .isEqualTo(200);
    }

    private static void deploy(String name, WebArchive application) throws Exception {
        int line = server.logSize();
        assertThat(server.deploy(name, application))
                .as("deployment of %s: %s", name, server.trouble(line))
                .isTrue();
    }

    private static WebArchive application(String webXml, String attributes) {
        return ShrinkWrap.create(WebArchive.class)
                .addClasses(PathReporter.class, UserHeaderFilter.class)
                .setWebXML(new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\""
                        + attributes + ">" + webXml + "</web-app>"));
    }

    private static WebArchive withFilter(WebArchive application) {
        return application.addAsLibrary(new File(System.getProperty("filter.jar")), "mcp-session-filter.jar");
    }
}
