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
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire contract where headers decide, and what a live session gets. Bodies are {@link BodyContractIT}'s. */
class WireContractIT extends DeployedApplication {

    private static final String ALL_METHODS = "POST, GET, DELETE, OPTIONS";
    private static final List<String> SESSION_VERSIONS =
            List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    /** What no session has, each a possible slip of an implementation. The values go out in ISO 8859-1. */
    private static final List<String> HOSTILE_IDS = List.of(
            "unknown",
            "a".repeat(128),
            "a".repeat(129),
            "a".repeat(4000),
            "two words",
            "tab\tinside",
            "\"quoted\"",
            "a, b",
            "null",
            "0",
            "../../mcp",
            "%00",
            "${jndi:ldap://x}");

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.asBuilt();
    }

    private String host() {
        return deployment.getAuthority();
    }

    // Row 1: Origin.

    @ParameterizedTest
    @EnumSource
    void row01_foreignOriginWithAnyMethod_403(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (String method : List.of("POST", "GET", "DELETE", "OPTIONS", "PUT")) {
            RawRequest request =
                    RawRequest.of(method, endpoint.path()).session(session).header("Origin", "http://evil.example");
            Refused.ORIGIN.is(mcp.send(method.startsWith("P") ? request.body(Mcp.request("1", "ping")) : request));
        }
        assertThat(mcp.ping(endpoint, session))
                .as("the session has not suffered")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row01_originWithoutAHost_403(Endpoint endpoint) throws IOException {
        for (String origin : List.of(
                "null",
                "",
                "nonsense",
                "http://",
                "http://[",
                "://" + host(),
                "http://u@" + host(),
                "http://" + host() + "/",
                "http://" + host() + " http://evil.example")) {
            HttpAnswer answer =
                    mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()).header("Origin", origin));
            Refused.ORIGIN.is(answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row01_originOfAnotherPort_403(Endpoint endpoint) throws IOException {
        RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize()).header("Origin", "http://localhost:1");
        Refused.ORIGIN.is(mcp.send(request));
    }

    @ParameterizedTest
    @EnumSource
    void row01_twoOrigins_403(Endpoint endpoint) throws IOException {
        RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize())
                .header("Origin", "http://" + host())
                .header("Origin", "http://evil.example");
        Refused.ORIGIN.is(mcp.send(request));
    }

    @ParameterizedTest
    @EnumSource
    void row01_ownOriginWithEitherScheme_200(Endpoint endpoint) throws IOException {
        for (String origin : List.of("http://" + host(), "https://" + host())) {
            HttpAnswer answer =
                    mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()).header("Origin", origin));
            assertThat(answer.status()).as(origin).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row01_originOfARebindingHost_403(Endpoint endpoint) throws IOException {
        RawRequest rebinding = RawRequest.post(endpoint.path(), Mcp.initialize())
                .header("Host", "evil.example:" + deployment.getPort())
                .header("Origin", "http://evil.example:" + deployment.getPort());
        Refused.ORIGIN.is(mcp.send(rebinding));
        RawRequest loopback = RawRequest.post(endpoint.path(), Mcp.initialize())
                .header("Host", "127.0.0.1:" + deployment.getPort())
                .header("Origin", "http://127.0.0.1:" + deployment.getPort());
        assertThat(mcp.send(loopback).status()).isEqualTo(200);
    }

    // Rows 2 and 3: methods.

    @ParameterizedTest
    @EnumSource
    void row02_options_answeredByTheEndpoint(Endpoint endpoint) throws IOException {
        HttpAnswer answer = mcp.send(
                RawRequest.of("OPTIONS", endpoint.path()).session("unknown").version("nonsense"));
        assertThat(answer.status()).isBetween(200, 204);
        assertThat(answer.header("Allow")).contains("POST");
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void row03_otherMethods_405(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (String method : Server.current().readsMethodsInAnyCase()
                ? List.of("PUT", "PATCH", "FOO")
                : List.of("PUT", "PATCH", "FOO", "post", "get")) {
            for (String id : List.of(session, "unknown")) {
                HttpAnswer answer = mcp.send(
                        RawRequest.of(method, endpoint.path()).session(id).body("{}"));
                Refused.METHOD.allowing(ALL_METHODS, answer);
            }
        }
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row03_head_405WithoutBody(Endpoint endpoint) throws IOException {
        HttpAnswer answer = mcp.send(RawRequest.of("HEAD", endpoint.path()));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers("Allow")).containsExactly(ALL_METHODS);
    }

    @ParameterizedTest
    @EnumSource
    void row03_putWithTwoDifferentIds_405(Endpoint endpoint) throws IOException {
        Refused.METHOD.allowing(
                ALL_METHODS,
                mcp.send(RawRequest.of("PUT", endpoint.path())
                        .session("a")
                        .session("b")
                        .body("{}")));
    }

    // Row 4: contradiction.

    @ParameterizedTest
    @EnumSource
    void row04_twoDifferentIds_400(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (RawRequest request : eachMethod(endpoint)) {
            Refused.CONTRADICTION.is(mcp.send(request.session(session).session("unknown")));
        }
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row04_twoDifferentVersions_400(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (RawRequest request : eachMethod(endpoint)) {
            HttpAnswer answer =
                    mcp.send(request.session(session).version("2025-11-25").version("2025-06-18"));
            Refused.CONTRADICTION.is(answer);
        }
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row04_equalRepeats_200(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        RawRequest request = RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                .session(session)
                .session("  " + session + " ")
                .version("2025-11-25")
                .version("2025-11-25");
        assertThat(mcp.send(request).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row04_blankHeaders_countAsAbsent(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        RawRequest blankAndReal = RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                .session("")
                .session(session)
                .session("   ")
                .version("")
                .version("2025-11-25");
        assertThat(mcp.send(blankAndReal).status()).isEqualTo(200);
        HttpAnswer blank = mcp.send(RawRequest.post(endpoint.path(), Mcp.request("7", "ping"))
                .session(" ")
                .version(""));
        Refused.SESSION_REQUIRED.is(blank, "7");
        Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(endpoint.path()).session("")));
        Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.delete(endpoint.path()).session("")));
    }

    @ParameterizedTest
    @EnumSource
    void row04_headerNamesInAnyCase_areTheSame(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (String name : List.of("mcp-session-id", "MCP-SESSION-ID", "mCp-SeSsIoN-iD")) {
            RawRequest request = RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                    .header(name, session)
                    .header("mcp-protocol-version", "2025-06-18");
            assertThat(mcp.send(request).status()).as(name).isEqualTo(200);
        }
        RawRequest spelledTwice = RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                .header("mcp-session-id", session)
                .header("MCP-SESSION-ID", "unknown");
        Refused.CONTRADICTION.is(mcp.send(spelledTwice));
    }

    // Row 6: versions that are not listed. (Row 5 needs a listed sessionless one: SessionlessIT.)

    @ParameterizedTest
    @EnumSource
    void row06_listedVersion_200(Endpoint endpoint) throws IOException {
        for (String version : SESSION_VERSIONS) {
            HttpAnswer opened =
                    mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()).version(version));
            assertThat(opened.status()).as(version).isEqualTo(200);
            RawRequest ping = RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                    .session(opened.sessionId())
                    .version(" " + version + " ");
            assertThat(mcp.send(ping).status()).as(version).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-07-28", "2025-11-26", "2099-12-31"})
    void row06_getAndDeleteOfALaterVersion_405(String version) throws IOException {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            for (RawRequest request : List.of(RawRequest.get(endpoint.path()), RawRequest.delete(endpoint.path()))) {
                Refused.METHOD.allowing(
                        "POST", mcp.send(request.session(session).version(version)));
            }
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-24",
        "1999-01-01",
        "nonsense",
        "2026-13-01",
        "2026-7-28",
        "DRAFT-2026-v1",
        "'2025-11-25, 2025-06-18'"
    })
    void row06_versionThatIsNoLaterOne_400(String version) throws IOException {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            for (RawRequest request : List.of(RawRequest.get(endpoint.path()), RawRequest.delete(endpoint.path()))) {
                Refused.VERSION.is(mcp.send(request.session(session).version(version)));
            }
            HttpAnswer posted = mcp.send(RawRequest.post(endpoint.path(), Mcp.request("\"p\"", "ping"))
                    .session(session)
                    .version(version));
            Refused.START_WITH_INITIALIZE.is(posted, "\"p\"");
            HttpAnswer initialize = mcp.send(
                    RawRequest.post(endpoint.path(), Mcp.initialize("3")).version(version));
            Refused.START_WITH_INITIALIZE.is(initialize, "3");
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row06_postOfALaterVersion_400(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        String later = "2026-07-28";
        for (String body : List.of(
                Mcp.request("\"p\"", "server/discover"),
                Mcp.requestWithMeta("\"p\"", "server/discover", "\"2026-07-28\""),
                Mcp.initializeWithMeta("\"p\"", later))) {
            RawRequest probe = RawRequest.post(endpoint.path(), body).version(later);
            Refused.START_WITH_INITIALIZE.is(mcp.send(probe), "\"p\"");
            Refused.START_WITH_INITIALIZE.is(mcp.send(probe.session(session)), "\"p\"");
        }
        for (String body : List.of("", "{", "[]", Mcp.INITIALIZED, Mcp.initializeOfLength(262_145))) {
            Refused.START_WITH_INITIALIZE.is(
                    mcp.send(RawRequest.post(endpoint.path(), body).version(later)));
        }
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row06_initializeOfALaterVersion_200(Endpoint endpoint) throws IOException {
        for (String version : List.of("2026-07-28", "2099-12-31")) {
            HttpAnswer answer =
                    mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()).version(version));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
        }
    }

    // Row 8: live sessions. (Row 7 needs another setting: PackagingIT.)

    @Test
    void row08_idNamedByTheEndpoint_adopted() throws IOException {
        String session = mcp.initialize(Endpoint.ADOPTED);
        assertThat(session).as("the SDK's own id").matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
    }

    @Test
    void row08_noIdNamedByTheEndpoint_issued() throws IOException {
        String first = mcp.initialize(Endpoint.ISSUED);
        String second = mcp.initialize(Endpoint.ISSUED);
        assertThat(List.of(first, second)).as("256 bits in base64url").allMatch(id -> id.matches("[A-Za-z0-9_-]{43}"));
        assertThat(first).isNotEqualTo(second);
        assertThat(mcp.ping(Endpoint.ISSUED, first)).isEqualTo(200);
        assertThat(mcp.ping(Endpoint.ISSUED, second)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row08_anythingButInitialize_noIdInTheResponse(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (String body : List.of(
                Mcp.INITIALIZED,
                Mcp.request("1", "ping"),
                Mcp.request("2", "tools/list"),
                Mcp.request("3", "no/such/method"),
                Mcp.toolCall("4", "echo", "{\"text\":\"hi\"}"),
                Mcp.toolCall("5", "session_info", "{}"),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{")) {
            HttpAnswer answer = mcp.post(endpoint, session, body);
            assertThat(answer.headers(HttpAnswer.SESSION_ID))
                    .as("answer to %s", body)
                    .isEmpty();
            assertThat(answer.text()).as("endpoint's own answer to %s", body).doesNotContain("Session not found");
        }
        assertThat(mcp.delete(endpoint, session).headers(HttpAnswer.SESSION_ID)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void row08_live_endpointSeesTheSession(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint, "wire test", "7.1");
        HttpAnswer answer = mcp.post(endpoint, session, Mcp.toolCall("4", "session_info", "{}"));
        assertThat(answer.json().toString())
                .contains("wire test", "7.1", "2025-11-25", "handle")
                .doesNotContain(session);
    }

    @Test
    void row08_live_bodyIsNotReadByTheFilter() throws IOException {
        String session = mcp.open(Endpoint.ISSUED);
        String large = "x".repeat(300_000);
        HttpAnswer answer =
                mcp.post(Endpoint.ISSUED, session, Mcp.toolCall("4", "echo", "{\"text\":\"" + large + "\"}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains(large);
        HttpAnswer garbage = mcp.post(Endpoint.ISSUED, session, "{{{");
        assertThat(garbage.status()).isEqualTo(400);
        assertThat(garbage.text()).as("the endpoint's words").contains("Not JSON");
    }

    @ParameterizedTest
    @EnumSource
    void row08_afterDelete_404ForEachMethod(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        HttpAnswer deleted = mcp.delete(endpoint, session);
        assertThat(deleted.status()).isEqualTo(endpoint == Endpoint.ISSUED ? 204 : 200);
        assertThat(deleted.text()).isEmpty();
        Refused.NOT_FOUND.is(mcp.post(endpoint, session, Mcp.request("\"late\"", "ping")), "\"late\"");
        Refused.NOT_FOUND.is(mcp.get(endpoint, session));
        Refused.NOT_FOUND.is(mcp.delete(endpoint, session));
    }

    @ParameterizedTest
    @EnumSource
    void row08_deleteWithEmptyBodyAndVersion_2xx(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        RawRequest asTheJavaSdkDoes = RawRequest.delete(endpoint.path())
                .header("Content-Length", "0")
                .session(session)
                .version("2025-11-25");
        assertThat(mcp.send(asTheJavaSdkDoes).status()).isBetween(200, 204);
    }

    @ParameterizedTest
    @EnumSource
    void row08_deleteOfAProvisionalSession_2xx(Endpoint endpoint) throws IOException {
        String session = mcp.initialize(endpoint);
        assertThat(mcp.delete(endpoint, session).status()).isBetween(200, 204);
        Refused.NOT_FOUND.is(mcp.delete(endpoint, session));
    }

    @ParameterizedTest
    @EnumSource
    void row09_idOfTheOtherEndpoint_404(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        Endpoint other = endpoint.other();
        Refused.NOT_FOUND.is(mcp.post(other, session, Mcp.request("1", "ping")), "1");
        Refused.NOT_FOUND.is(mcp.get(other, session));
        Refused.NOT_FOUND.is(mcp.delete(other, session));
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row09_idAtAnotherPathInfo_404(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        for (String path : List.of(endpoint.path() + "/below", endpoint.path() + "/")) {
            HttpAnswer answer =
                    mcp.send(RawRequest.post(path, Mcp.request("1", "ping")).session(session));
            Refused.NOT_FOUND.is(answer, "1");
        }
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @Test
    void row08_getWhereTheEndpointHasNoStream_405OfTheEndpoint() throws IOException {
        HttpAnswer answer = mcp.get(Endpoint.ISSUED, mcp.open(Endpoint.ISSUED));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text()).doesNotContain("Method not allowed\"}}");
    }

    // Rows 9 and 12: unknown ids.

    @ParameterizedTest
    @EnumSource
    void row09_unknownId_404(Endpoint endpoint) throws IOException {
        for (String id : HOSTILE_IDS) {
            Refused.NOT_FOUND.is(mcp.send(RawRequest.get(endpoint.path()).session(id)));
            Refused.NOT_FOUND.is(mcp.send(RawRequest.delete(endpoint.path()).session(id)));
            HttpAnswer posted = mcp.send(RawRequest.post(endpoint.path(), Mcp.request("\"e\"", "ping"))
                    .session(id));
            Refused.NOT_FOUND.is(posted, "\"e\"");
        }
    }

    /* Some servers refuse such a header themselves, before any filter: Payara says 400. The filter says 404. */
    @ParameterizedTest
    @EnumSource
    void row09_idBeyondAscii_400Or404(Endpoint endpoint) throws IOException {
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8)) {
            String id = new String("s\u00e9ssion".getBytes(charset), StandardCharsets.ISO_8859_1);
            for (RawRequest request : eachMethod(endpoint)) {
                HttpAnswer answer = mcp.send(request.session(id));
                assertThat(answer.status()).as("answer to %s", request.method()).isIn(400, 404);
                assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void row12_unknownIdWithAnyBody_404(Endpoint endpoint) throws IOException {
        for (String body : List.of("", "{", "nonsense", "[]", Mcp.INITIALIZED, "x".repeat(262_145))) {
            Refused.NOT_FOUND.is(mcp.post(endpoint, "unknown", body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row12_liveIdInAnotherCase_404(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        Refused.NOT_FOUND.is(mcp.post(endpoint, flipCase(session), Mcp.request("1", "ping")), "1");
        Refused.NOT_FOUND.is(mcp.post(endpoint, session + "x", Mcp.request("1", "ping")), "1");
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row09_noId_get405Delete400(Endpoint endpoint) throws IOException {
        Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(endpoint.path())));
        Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(endpoint.path()).header("Last-Event-ID", "1")));
        Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.delete(endpoint.path())));
    }

    // Row 10: initialize with an id.

    @ParameterizedTest
    @EnumSource
    void row10_initializeWithADeadId_newSession(Endpoint endpoint) throws IOException {
        String dead = mcp.open(endpoint);
        mcp.delete(endpoint, dead);
        List<String> ids = new ArrayList<>(HOSTILE_IDS);
        ids.add(dead);
        ids.add(mcp.open(endpoint.other()));
        for (String id : ids) {
            HttpAnswer answer = mcp.post(endpoint, id, Mcp.initialize());
            assertThat(answer.status()).as("initialize with %s", id).isEqualTo(200);
            assertThat(answer.sessionId()).isNotEqualTo(id);
            assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
        }
    }

    @Test
    void row08_initializeOfALiveAdoptedSession_replaced() throws IOException {
        String old = mcp.open(Endpoint.ADOPTED);
        HttpAnswer answer = mcp.post(Endpoint.ADOPTED, old, Mcp.initialize());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.sessionId()).isNotEqualTo(old);
        assertThat(mcp.ping(Endpoint.ADOPTED, answer.sessionId())).isEqualTo(200);
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ADOPTED, old, Mcp.request("1", "ping")), "1");
    }

    @Test
    void row08_initializeOfALiveIssuedSession_kept() throws IOException {
        String session = mcp.open(Endpoint.ISSUED);
        HttpAnswer answer = mcp.post(Endpoint.ISSUED, session, Mcp.initialize());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).as("no other id").isSubsetOf(session);
        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(200);
    }

    // Streams.

    @Test
    void row08_getStream_headersAtOnce() throws IOException {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream stream = mcp.listen(session)) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.head().header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.head().headers(HttpAnswer.SESSION_ID)).isEmpty();
            assertThat(stream.bytes(3, Duration.ofSeconds(2)))
                    .as("an SSE comment")
                    .isEqualTo(":\n\n");
            assertThat(stream.staysQuietFor(Duration.ofMillis(300)))
                    .as("and nothing more")
                    .isTrue();
        }
    }

    @Test
    void row08_delete_endsTheGetStream() throws IOException {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream stream = mcp.listen(session)) {
            assertThat(mcp.delete(Endpoint.ADOPTED, session).status()).isEqualTo(200);
            assertThat(stream.toEnd(Duration.ofSeconds(5))).matches("(:\n\n)+");
        }
    }

    @Test
    void row08_postStream_eventsAtOnce() throws IOException {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream stream = mcp.startCountdown(session, 3)) {
            assertThat(stream.head().header("Content-Type")).startsWith("text/event-stream");
            List<String> events = new ArrayList<>();
            List<Long> arrivals = new ArrayList<>();
            for (String event = stream.event(Duration.ofSeconds(5));
                    event != null;
                    event = stream.event(Duration.ofSeconds(5))) {
                events.add(event);
                arrivals.add(System.nanoTime());
            }
            assertThat(events).hasSize(4);
            assertThat(events.subList(0, 3)).allMatch(event -> event.contains("notifications/progress"));
            assertThat(events.get(3)).contains("Counted 3 s.");
            assertThat(Duration.ofNanos(arrivals.get(2) - arrivals.get(0)))
                    .as("between the first progress and the third, which are sent two seconds apart")
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    // Connections.

    /* Not after a 400: the server announces Connection: close with each, the endpoint's included. */
    @NotOn(value = Server.LIBERTY, because = "it closes the connection after every answer with an error status")
    @ParameterizedTest
    @EnumSource
    void connectionAfterAnErrorResponse_isReusable(Endpoint endpoint) throws IOException {
        try (RawHttp http = mcp.connect()) {
            Refused.NOT_FOUND.is(http.send(RawRequest.get(endpoint.path()).session("unknown"))
                    .answer());
            Refused.NOT_FOUND.is(
                    http.send(RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                                    .session("unknown"))
                            .answer(),
                    "1");
            Refused.METHOD.allowing(
                    ALL_METHODS,
                    http.send(RawRequest.of("PUT", endpoint.path()).body("{\"a\":1}"))
                            .answer());
            Refused.ORIGIN.is(http.send(
                            RawRequest.post(endpoint.path(), Mcp.initialize()).header("Origin", "http://evil.example"))
                    .answer());
            HttpAnswer opened = http.send(RawRequest.post(endpoint.path(), Mcp.initialize()))
                    .answer();
            assertThat(opened.status()).isEqualTo(200);
            HttpAnswer ping = http.send(RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                            .session(opened.sessionId()))
                    .answer();
            assertThat(ping.status()).isEqualTo(200);
        }
    }

    @NotOn(value = Server.LIBERTY, because = "it closes the connection after every answer with an error status")
    @ParameterizedTest
    @EnumSource
    void pipelinedRequests_answeredInOrder(Endpoint endpoint) throws IOException {
        String session = mcp.open(endpoint);
        try (RawHttp http = mcp.connect()) {
            http.send(RawRequest.post(endpoint.path(), Mcp.request("\"first\"", "ping"))
                    .session("unknown"));
            http.send(RawRequest.post(endpoint.path(), Mcp.request("\"second\"", "ping"))
                    .session(session));
            http.send(RawRequest.post(endpoint.path(), Mcp.request("\"third\"", "ping")));
            Refused.NOT_FOUND.is(http.answer(), "\"first\"");
            assertThat(http.answer().json().getString("id")).isEqualTo("second");
            Refused.SESSION_REQUIRED.is(http.answer(), "\"third\"");
        }
    }

    private static List<RawRequest> eachMethod(Endpoint endpoint) {
        return List.of(
                RawRequest.post(endpoint.path(), Mcp.request("1", "ping")),
                RawRequest.get(endpoint.path()),
                RawRequest.delete(endpoint.path()));
    }

    private static String flipCase(String text) {
        StringBuilder flipped = new StringBuilder();
        text.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(c -> flipped.append((char) c));
        return flipped.toString();
    }
}
