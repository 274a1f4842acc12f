package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.it.server.OddWar;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What browsers are told, header by header, where origins are listed and where none is. A real browser is
 * {@code BrowserIT}'s.
 */
class CorsIT {

    /** Responses that the container writes, as an error page. */
    private static final Set<String> ERROR_PAGES =
            Set.of("sendError&status=404", "sendError&status=500", "asyncError", "asyncTimeout");

    private static final String APP = "https://app.example";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CLIENT_HEADERS =
            "Content-Type, Accept, Authorization, Mcp-Session-Id, MCP-Protocol-Version,"
                    + " Last-Event-ID, Mcp-Method, Mcp-Name";

    private static StandaloneServer server;

    /** The demo, where the page and every port of localhost are listed. */
    private static Mcp demo;

    /** The odd endpoint, which has one session, and lists pages without an origin of their own. */
    private static Mcp odd;

    /** The odd endpoint without any origin listed. */
    private static Mcp plain;

    @BeforeAll
    static void deploy() throws Exception {
        WebArchive listed = DemoWar.with(Map.of("allowedOrigins", APP + ", http://localhost:*"));
        server = StandaloneServer.start();
        demo = deploy("demo", listed);
        odd = deploy("odd", OddWar.with(Map.of("allowedOrigins", "null," + APP, "maxSessions", "1")));
        plain = deploy("plain", OddWar.bare());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    // Preflights.

    @ParameterizedTest
    @EnumSource
    void preflightOfAListedOriginIsAnsweredHere(Endpoint endpoint) throws IOException {
        for (String origin : List.of(APP, "http://localhost", "http://localhost:5173")) {
            for (String method : List.of("POST", "GET", "DELETE")) {
                HttpAnswer answer = demo.send(preflight(endpoint.path(), method)
                        .header("Origin", origin)
                        .header(
                                "Access-Control-Request-Headers",
                                "content-type,mcp-session-id,mcp-param-region, x-api-key,traceparent,*,no name"));
                assertThat(answer.status()).isEqualTo(204);
                assertReadable(answer, origin);
                assertThat(elements(answer, "Access-Control-Allow-Methods"))
                        .contains(method.toLowerCase(Locale.ROOT))
                        .doesNotContain("*");
                assertThat(elements(answer, "Access-Control-Allow-Headers"))
                        .containsAll(elements(CLIENT_HEADERS))
                        .contains("mcp-param-region", "x-api-key", "traceparent")
                        .doesNotContain("no name", "*");
                assertThat(elements(answer, "Vary"))
                        .contains("access-control-request-method", "access-control-request-headers");
                assertThat(answer.headers("Access-Control-Max-Age")).hasSize(1);
                assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
                assertThat(answer.headers("Allow")).as("the endpoint's").isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void preflightOfAnotherOriginIsForbidden(Endpoint endpoint) throws IOException {
        for (String origin : List.of(
                "https://evil.example",
                "http://app.example",
                APP + ":8443",
                APP + ".evil",
                APP + "/",
                "null",
                "",
                "https://localhost",
                "http://localhost.evil:80",
                "*")) {
            HttpAnswer answer = demo.send(preflight(endpoint.path(), "POST").header("Origin", origin));
            Refused.ORIGIN.is(answer);
            assertUnreadable(answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsThatAreNoPreflightAreTheEndpoints(Endpoint endpoint) throws IOException {
        HttpAnswer answer = demo.send(RawRequest.of("OPTIONS", endpoint.path()).header("Origin", APP));
        assertThat(answer.header("Allow")).contains("POST");
        assertReadable(answer, APP);
    }

    // Who may read.

    @ParameterizedTest
    @EnumSource
    void unlistedOriginGetsNothing(Endpoint endpoint) throws IOException {
        String session = demo.open(endpoint);
        for (String origin : List.of("https://evil.example", "null", "")) {
            for (RawRequest request : List.of(
                    RawRequest.post(endpoint.path(), Mcp.initialize()),
                    RawRequest.post(endpoint.path(), Mcp.request("1", "ping")).session(session),
                    RawRequest.get(endpoint.path()).session(session),
                    RawRequest.delete(endpoint.path()).session(session))) {
                HttpAnswer answer = demo.send(request.header("Origin", origin));
                Refused.ORIGIN.is(answer);
                assertUnreadable(answer);
            }
        }
        assertThat(demo.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void ownOriginOrNone_noCorsHeaders(Endpoint endpoint) throws IOException {
        String own = "http://" + demo.base().getRawAuthority();
        for (RawRequest request : List.of(
                RawRequest.post(endpoint.path(), Mcp.initialize()),
                RawRequest.post(endpoint.path(), Mcp.initialize()).header("Origin", own))) {
            HttpAnswer answer = demo.send(request);
            assertThat(answer.status()).isEqualTo(200);
            assertUnreadable(answer);
        }
    }

    @Test
    void pageWithoutAnOriginOfItsOwnCanBeListed() throws IOException {
        HttpAnswer answer = odd.send(preflight("/mcp", "POST").header("Origin", "null"));
        assertThat(answer.status()).isEqualTo(204);
        assertReadable(answer, "null");
    }

    // On every answer.

    @ParameterizedTest
    @EnumSource
    void everyAnswerOfTheFilterCanBeRead(Endpoint endpoint) throws IOException {
        String path = endpoint.path();
        RawRequest tooLarge = RawRequest.post(path, Mcp.initializeOfLength(300 * 1024));
        assertReadable(
                404, demo, RawRequest.post(path, Mcp.request("1", "ping")).session("unknown"));
        assertReadable(404, demo, RawRequest.get(path).session("unknown"));
        assertReadable(404, demo, RawRequest.delete(path).session("unknown"));
        assertReadable(400, demo, RawRequest.post(path, "{"));
        assertReadable(400, demo, RawRequest.post(path, Mcp.request("1", "ping")));
        assertReadable(400, demo, RawRequest.delete(path));
        assertReadable(400, demo, RawRequest.get(path).session("one").session("another"));
        assertReadable(
                400, demo, RawRequest.post(path, Mcp.request("1", "ping")).version("2026-07-28"));
        assertReadable(405, demo, RawRequest.get(path));
        assertReadable(405, demo, RawRequest.of("PUT", path).body("{}"));
        assertReadable(413, demo, tooLarge);
        int ended = endpoint == Endpoint.ISSUED ? 204 : 200;
        assertReadable(ended, demo, RawRequest.delete(path).session(demo.open(endpoint)));
    }

    @Test
    void refusalOfAnotherSessionCanBeRead() throws IOException {
        String session = odd.send(RawRequest.post("/mcp", Mcp.initialize())).sessionId();
        try {
            odd.send(RawRequest.post("/mcp", Mcp.INITIALIZED).session(session));
            odd.send(RawRequest.post("/mcp", Mcp.request("1", "ping")).session(session));
            HttpAnswer answer = assertReadable(503, odd, RawRequest.post("/mcp", Mcp.initialize()));
            assertThat(elements(answer, "Access-Control-Expose-Headers")).contains("retry-after");
        } finally {
            odd.send(RawRequest.delete("/mcp").session(session));
        }
    }

    @Test
    void everyAnswerOfTheEndpointCanBeRead() throws IOException {
        String path = Endpoint.ADOPTED.path();
        String session = assertReadable(200, demo, RawRequest.post(path, Mcp.initialize()))
                .sessionId();
        assertReadable(202, demo, RawRequest.post(path, Mcp.INITIALIZED).session(session));
        assertReadable(200, demo, RawRequest.post(path, Mcp.countdown(1)).session(session));
        try (RawHttp http = demo.connect()) {
            EventStream stream = http.send(RawRequest.get(path).session(session).header("Origin", APP)).stream();
            assertReadable(stream.head(), APP);
            assertThat(stream.head().header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.bytes(1, SOON)).isEqualTo(":");
        }
        assertReadable(200, demo, RawRequest.delete(path).session(session));
    }

    /* An exception that the endpoint lets through is not among these: the server answers it, and takes back all that was set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "sse",
                "flush",
                "async",
                "asyncPair",
                "dispatch",
                "reset",
                "sendError&status=404",
                "sendError&status=500",
                "asyncError",
                "asyncTimeout",
                "nothing&status=401",
                "nothing&status=204"
            })
    void answerCanBeReadHoweverItIsGiven(String how) throws IOException {
        HttpAnswer answer =
                odd.send(RawRequest.post("/mcp?how=" + how, Mcp.initialize()).header("Origin", APP));
        if (Server.current().dropsVaryOfErrors() && ERROR_PAGES.contains(how)) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(answer.header("Cache-Control")).contains("no-store");
            return;
        }
        assertReadable(answer, APP);
        // GlassFish has 200 for a timeout, which opens no session.
        if (answer.status() == 200 && !how.equals("asyncTimeout")) {
            odd.send(RawRequest.delete("/mcp").session(answer.sessionId()));
        }
    }

    // Where no origin is listed.

    @Test
    void nothingIsAddedWhereNoOriginIsListed() throws IOException {
        String own = "http://" + plain.base().getRawAuthority();
        for (RawRequest request : List.of(
                RawRequest.post("/mcp", Mcp.initialize()),
                RawRequest.post("/mcp", Mcp.initialize()).header("Origin", own),
                RawRequest.post("/mcp", Mcp.initialize()).header("Origin", APP),
                RawRequest.post("/mcp", Mcp.request("1", "ping"))
                        .session("unknown")
                        .header("Origin", own))) {
            assertUntouched(plain.send(request));
        }
    }

    @Test
    void preflightIsTheEndpointsWhereNoOriginIsListed() throws IOException {
        HttpAnswer answer = plain.send(preflight("/mcp", "POST")
                .header("Origin", "http://" + plain.base().getRawAuthority()));
        assertThat(answer.json().getString("dispatcher"))
                .as("what the endpoint reports")
                .isEqualTo("REQUEST");
        assertUntouched(answer);
        Refused.ORIGIN.is(plain.send(preflight("/mcp", "POST").header("Origin", APP)));
    }

    private static HttpAnswer assertReadable(int status, Mcp mcp, RawRequest request) throws IOException {
        HttpAnswer answer = mcp.send(request.header("Origin", APP));
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertReadable(answer, APP);
        return answer;
    }

    private static void assertReadable(HttpAnswer answer, String origin) {
        assertThat(answer.headers("Access-Control-Allow-Origin"))
                .as("%s", answer)
                .containsExactly(origin);
        assertThat(answer.headers("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(elements(answer, "Access-Control-Expose-Headers"))
                .contains("mcp-session-id")
                .doesNotContain("*");
        assertThat(elements(answer, "Vary")).containsOnlyOnce("origin");
    }

    private static void assertUnreadable(HttpAnswer answer) {
        assertThat(accessControl(answer)).as("%s", answer).isEmpty();
        assertThat(elements(answer, "Vary")).containsOnlyOnce("origin");
    }

    private static void assertUntouched(HttpAnswer answer) {
        assertThat(accessControl(answer)).as("%s", answer).isEmpty();
        assertThat(elements(answer, "Vary")).doesNotContain("origin");
    }

    private static List<String> accessControl(HttpAnswer answer) {
        return answer.headers().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList();
    }

    /** What a list says, in lower case, also where it comes in several lines. */
    private static List<String> elements(HttpAnswer answer, String header) {
        return elements(String.join(",", answer.headers(header)));
    }

    private static List<String> elements(String list) {
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .toList();
    }

    private static RawRequest preflight(String path, String method) {
        return RawRequest.of("OPTIONS", path).header("Access-Control-Request-Method", method);
    }

    private static Mcp deploy(String name, WebArchive war) throws Exception {
        assertThat(server.deploy(name, war)).as(server.log()).isTrue();
        return server.client("/" + name);
    }
}
