package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.OddWar;
import dev.mcpsession.server.Server;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sessionless revision, where an endpoint serves it, and endpoints that answer in every odd way there is. After
 * each test nothing may be in flight, and no permit lost.
 */
class SessionlessIT extends DeployedApplication {

    private static final String PATH = "/mcp";
    private static final String MODERN = "2026-07-28";
    private static final String SUPPORTED = "\"2025-06-18\",\"2025-11-25\",\"2026-07-28\"";
    private static final int MAX_STREAMS = 16;
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int LIMIT = 4;

    @Deployment(testable = false)
    static WebArchive endpoint() {
        return OddWar.with(
                Map.of("protocolVersions", "2026-07-28, 2025-11-25, 2025-06-18", "maxSessions", String.valueOf(LIMIT)));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (String waiting : List.of("one", "two")) {
            go(waiting);
        }
        try {
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        } finally {
            jmx.expireAll();
        }
        for (int i = 0; i < LIMIT; i++) {
            assertThat(openUsed()).as("session %d of %d", i + 1, LIMIT).isEqualTo(200);
        }
        assertThat(initialize("").status()).isEqualTo(503);
    }

    // Row 5: a listed sessionless revision.

    @Test
    void row05_post_endpointSeesNoSession() throws Exception {
        String live = open("");
        for (String how : List.of("json", "stream", "sse", "async", "asyncPair", "dispatch", "readListener")) {
            RawRequest request = post("how=" + how, Mcp.requestWithMeta("1", "server/discover", "\"" + MODERN + "\""))
                    .version(MODERN)
                    .session(live)
                    .header("Last-Event-ID", "7");
            HttpAnswer answer = mcp.send(request);
            assertThat(answer.status()).as(how).isEqualTo(200);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).as(how).isEmpty();
            assertSawNoSession(answer.json());
        }
        assertThat(ping(live)).isEqualTo(200);
        assertThat(jmx.number("SessionCounter")).isEqualTo(1);
        assertThat(jmx.usage("ProtocolVersions", MODERN))
                .as("no session, a request for each")
                .containsExactly(0, 7L);
        assertThat(jmx.usage("ProtocolVersions", "2025-11-25")).containsExactly(1, 2L);
        assertThat(jmx.usage("Clients", "unknown")).containsExactly(0, 7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"json", "stream", "sse", "flush", "nothing", "async", "asyncPair", "dispatch", "readListener"})
    void row05_post_noIdInTheResponse(String how) throws Exception {
        for (String body : List.of(Mcp.initialize(), Mcp.request("1", "ping"))) {
            HttpAnswer answer = mcp.send(
                    post("how=" + how + "&name=secret&added=secret", body).version(MODERN));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        }
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    @Test
    void row05_post_bodyIsNotReadByTheFilter() throws Exception {
        for (String body : List.of("", "{", "x".repeat(300_000))) {
            HttpAnswer answer = mcp.send(post("", body).version(MODERN));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(body(answer.json())).isEqualTo(body);
        }
    }

    @Test
    void row05_getAndDelete_405() throws Exception {
        String live = open("");
        for (String version : List.of(MODERN, "2027-01-01")) {
            for (RawRequest request : List.of(RawRequest.get(PATH), RawRequest.delete(PATH))) {
                Refused.METHOD.allowing(
                        "POST", mcp.send(request.version(version).session(live)));
            }
        }
        assertThat(ping(live)).isEqualTo(200);
    }

    @Test
    void row05_statusOfTheEndpoint_passedOn() throws Exception {
        String live = open("name=mine");
        for (String how : List.of("json", "sendError")) {
            assertThat(mcp.send(post("status=404&how=" + how, "{}")
                                    .version(MODERN)
                                    .session(live))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(ping(live)).as("the endpoint has not lost a session").isEqualTo(200);
    }

    // Row 6: an unlisted version, with a sessionless one listed.

    @Test
    void row06_modernMetaUnderNoSessionRevision_passedOn() throws Exception {
        String live = open("");
        String body = Mcp.requestWithMeta("1", "server/discover", "\"2027-01-01\"");
        Refused.unsupported(SUPPORTED, "2024-11-05")
                .is(mcp.send(post("", body).version("2024-11-05").session(live)), "1");
        for (String version : List.of("2027-01-01", "2025-11-26", "nonsense")) {
            HttpAnswer answer = mcp.send(
                    post("name=secret", body).version(version).session(live).header("Last-Event-ID", "7"));
            assertThat(answer.status()).as(version).isEqualTo(200);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
            assertSawNoSession(answer.json());
            assertThat(body(answer.json())).isEqualTo(body);
        }
        HttpAnswer initialize = mcp.send(
                post("name=secret", Mcp.initializeWithMeta("1", "2027-01-01")).version("2027-01-01"));
        assertThat(initialize.status()).isEqualTo(200);
        assertThat(initialize.headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(jmx.number("SessionCounter")).isEqualTo(1);
    }

    @Test
    void row06_initializeUnderALaterVersion_200() throws Exception {
        HttpAnswer answer = mcp.send(post("", Mcp.initialize()).version("2027-01-01"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ping(answer.sessionId())).isEqualTo(200);
    }

    @Test
    void row06_anythingElseUnderAnUnlistedVersion_400Supported() throws Exception {
        for (String version : List.of("2027-01-01", "2024-11-05", "nonsense")) {
            HttpAnswer answer = mcp.send(post("", Mcp.request("\"x\"", "ping")).version(version));
            Refused.unsupported(SUPPORTED, version).is(answer, "\"x\"");
        }
        HttpAnswer longName = mcp.send(post("", Mcp.request("1", "ping")).version("v".repeat(1000)));
        Refused.unsupported(SUPPORTED, "v".repeat(64)).is(longName, "1");
        Refused.unsupported(SUPPORTED, "2024-10-07")
                .is(mcp.send(post("", Mcp.initialize("5")).version("2024-10-07")), "5");
        Refused.VERSION.is(mcp.send(RawRequest.get(PATH).version("2024-10-07")));
    }

    // Row 11: modern _meta, and no version that says so.

    @Test
    void row11_modernMetaWithoutItsVersion_400Mismatch() throws Exception {
        String body = Mcp.requestWithMeta("\"m\"", "server/discover", "\"" + MODERN + "\"");
        Refused.HEADER_MISMATCH.is(mcp.send(post("", body)), "\"m\"");
        Refused.HEADER_MISMATCH.is(mcp.send(post("", body).session("unknown")), "\"m\"");
        Refused.HEADER_MISMATCH.is(mcp.send(post("", body).version("2025-11-25")), "\"m\"");
        Refused.HEADER_MISMATCH.is(mcp.send(post("", Mcp.initializeWithMeta("9", MODERN))), "9");
        assertThat(mcp.send(post("", body).session(open(""))).status())
                .as("but the body of a live session is not read")
                .isEqualTo(200);
    }

    // What the endpoint sees.

    @Test
    void row10_initializeWithADeadId_hiddenFromTheEndpoint() throws Exception {
        for (String how : List.of("json", "reader", "async", "readListener")) {
            RawRequest request =
                    post("how=" + how, Mcp.initialize()).session("dead").header("Last-Event-ID", "7");
            JsonObject seen = mcp.send(request).json();
            assertThat(seen.getJsonArray("sessionIds")).as(how).isEmpty();
            assertThat(seen.get("lastEventId")).as(how).isEqualTo(JsonValue.NULL);
            assertThat(names(seen))
                    .doesNotContain("mcp-session-id", "last-event-id")
                    .contains("accept");
        }
    }

    @Test
    void row08_live_endpointSeesTheSession() throws Exception {
        String session = open("name=mine");
        RawRequest request = post("", Mcp.request("1", "ping"))
                .session("")
                .session(" mine")
                .session("mine ")
                .header("Last-Event-ID", "7");
        JsonObject seen = mcp.send(request).json();
        assertThat(seen.getString("sessionId")).isEqualTo(session);
        assertThat(seen.getJsonArray("sessionIds").getValuesAs(JsonString::getString))
                .containsExactly(session);
        assertThat(seen.getString("lastEventId")).isEqualTo("7");
        assertThat(seen.getString("handle")).isEqualTo(jmx.handleOf("raw"));
        assertThat(names(seen)).contains("mcp-session-id", "last-event-id");
    }

    @Test
    void row10_responseFlushed_sessionIsOpen() throws Exception {
        assertThat(initialize("how=flush").json().getString("handle")).isEqualTo(jmx.handleOf("raw"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "reader", "async", "readListener", "dispatch"})
    void row10_initialize_arrivesByteForByte(String how) throws Exception {
        String mark = how.equals("reader") ? "" : "\uFEFF";
        for (String body : List.of(
                " \n" + Mcp.initialize("1", "\u00fcml\u00e4ut \ud83d\ude00", "1") + "\r\n ",
                mark + Mcp.initialize(),
                Mcp.initializeOfLength(262_144))) {
            HttpAnswer answer = mcp.send(post("how=" + how, body));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(body(answer.json())).isEqualTo(body);
        }
    }

    // Opening.

    @ParameterizedTest
    @CsvSource({"json", "reader", "stream", "sse", "flush", "nothing", "async", "asyncPair", "dispatch", "readListener"
    })
    void row10_200InAnyStyle_opensASession(String how) throws Exception {
        HttpAnswer named = initialize("how=" + how + "&name=chosen-" + how);
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.headers(HttpAnswer.SESSION_ID)).containsExactly("chosen-" + how);
        assertThat(ping("chosen-" + how)).isEqualTo(200);
        HttpAnswer unnamed = initialize("how=" + how);
        assertThat(unnamed.status()).isEqualTo(200);
        assertThat(unnamed.sessionId()).matches("[A-Za-z0-9_-]{43}");
        assertThat(ping(unnamed.sessionId())).isEqualTo(200);
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
        assertThat(jmx.sessions())
                .extracting(row -> row.get("namedBy"))
                .containsExactlyInAnyOrder("endpoint", "filter");
    }

    @ParameterizedTest
    @CsvSource({
        "how=json&status=201, 201",
        "how=json&status=202, 202",
        "how=json&status=400, 400",
        "how=json&status=500, 500",
        "how=lateStatus&late=400, 400",
        "how=lateStatus&late=503, 503",
        "how=reset, 500",
        "how=sendError&status=403, 403",
        "how=sendError&status=404, 404",
        "how=throw, 500",
        "how=asyncError, 503",
        "how=asyncThrow, 500",
        "how=asyncTimeout, 500"
    })
    void row10_anyStatusBut200_opensNothing(String query, int status) throws Exception {
        for (String name : List.of("", "&name=chosen")) {
            if (query.equals("how=asyncThrow") && Server.current().dropsWhatFailsAsynchronously()) {
                assertThatExceptionOfType(EOFException.class).isThrownBy(() -> initialize(query + name));
                continue;
            }
            HttpAnswer answer = initialize(query + name);
            boolean timeout = query.equals("how=asyncThrow") || query.equals("how=asyncTimeout");
            assertThat(answer.status()).isEqualTo(timeout ? Server.current().statusOfTimeouts() : status);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        }
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    @Test
    void row10_failureAfterCommit_sessionIsOpenAndIdle() throws Exception {
        try (RawHttp http = mcp.connect()) {
            EventStream answer = http.send(post("how=throwAfterCommit&name=chosen", Mcp.initialize())).stream();
            assertThat(answer.head().sessionId()).isEqualTo("chosen");
        }
        assertThat(ping("chosen")).isEqualTo(200);
    }

    @Test
    void row10_idOf1To128VisibleCharacters_adopted() throws Exception {
        for (String id : List.of("x", "x".repeat(128), "!$'()*+,-./:;=?@[]^_`{|}~")) {
            HttpAnswer answer = initialize("name=" + percent(id));
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).containsExactly(id);
            assertThat(ping(id)).isEqualTo(200);
        }
    }

    @Test
    void row10_invalidId_droppedAndOpensNothing() throws Exception {
        for (String id : List.of("x".repeat(129), "two words", "\u00fc", "tab\there", "", " ")) {
            HttpAnswer answer = initialize("name=" + percent(id));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).as("id '%s'", id).isEmpty();
        }
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    @Test
    void row10_liveIdNamedAgain_initializedAgain() throws Exception {
        String session = open("name=fixed");
        HttpAnswer again = mcp.send(post("name=fixed", Mcp.initialize("1", "second", "2")));
        assertThat(again.headers(HttpAnswer.SESSION_ID)).containsExactly(session);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
        assertThat(jmx.sessions().get(0).get("clientName")).isEqualTo("second");
        assertThat(ping(session)).isEqualTo(200);
    }

    // Live.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "stream",
                "sse",
                "flush",
                "nothing",
                "async",
                "asyncPair",
                "dispatch",
                "readListener",
                "throw",
                "throwAfterCommit",
                "asyncError",
                "asyncThrow",
                "asyncTimeout",
                "sendError&status=400",
                "sendError&status=500"
            })
    void row08_anyEndOfTheExchange_nothingInFlight(String how) throws Exception {
        String session = open("name=mine");
        try (RawHttp http = mcp.connect()) {
            http.send(post("how=" + how, Mcp.request("1", "ping")).session(session));
            if (how.equals("asyncThrow") && Server.current().dropsWhatFailsAsynchronously()) {
                assertThatExceptionOfType(EOFException.class).isThrownBy(http::stream);
            } else {
                http.stream();
            }
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        }
        assertThat(ping(session)).as("session after %s", how).isEqualTo(200);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
    }

    @Test
    void row08_asynchronousRequest_inFlightUntilAnswered() throws Exception {
        String session = open("");
        try (RawHttp http = mcp.connect()) {
            http.send(post("how=wait&as=one", Mcp.request("1", "ping")).session(session));
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 1);
            assertThat(ping(session)).isEqualTo(200);
            assertThat(jmx.number("ActiveRequests")).isEqualTo(1);
            await().atMost(SOON).until(() -> go("one") == 200);
            assertThat(http.answer().status()).isEqualTo(200);
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
    }

    @Test
    void row10_asynchronousInitialize_holdsItsPermitUntilAnswered() throws Exception {
        try (RawHttp http = mcp.connect()) {
            http.send(post("how=wait&as=two&name=slow", Mcp.initialize()));
            for (int i = 1; i < LIMIT; i++) {
                assertThat(openUsed()).isEqualTo(200);
            }
            await().atMost(SOON).until(() -> initialize("status=400").status() == 503);
            assertThat(jmx.number("ActiveSessions")).isEqualTo(LIMIT - 1);
            await().atMost(SOON).until(() -> go("two") == 200);
            assertThat(http.answer().sessionId()).isEqualTo("slow");
        }
        assertThat(ping("slow")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, status=404",
        "POST, how=sendError&status=404",
        "GET, status=404",
        "DELETE, status=404",
        "DELETE, status=410"
    })
    void row08_404OfTheEndpoint_endsAnAdoptedSession(String method, String query) throws Exception {
        String session = open("name=lost");
        RawRequest request = RawRequest.of(method, PATH + "?" + query).session(session);
        HttpAnswer answer = mcp.send(method.equals("POST") ? request.body("{}") : request);
        assertThat(answer.status()).as("the endpoint's answer").isIn(404, 410);
        assertThat(answer.text()).doesNotContain("Session not found");
        Refused.NOT_FOUND.is(send(session, ""), "1");
        assertThat(jmx.number("LostSessions")).isEqualTo(1);
        assertThat(jmx.number("ActiveSessions")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 410, 429, 500, 503})
    void row08_otherErrorsOfTheEndpoint_endNothing(int status) throws Exception {
        String session = open("name=kept");
        assertThat(send(session, "status=" + status).status()).isEqualTo(status);
        if (status != 410) {
            assertThat(mcp.send(RawRequest.delete(PATH + "?status=" + status).session(session))
                            .status())
                    .isEqualTo(status);
        }
        assertThat(ping(session)).isEqualTo(200);
    }

    @Test
    void row08_404OfTheEndpoint_doesNotEndAnIssuedSession() throws Exception {
        String session = open("");
        assertThat(send(session, "status=404").status()).isEqualTo(404);
        assertThat(ping(session)).isEqualTo(200);
        assertThat(jmx.number("LostSessions")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void row08_deleteAccepted_endsAnAdoptedSession(int status) throws Exception {
        String session = open("name=mine");
        assertThat(mcp.send(RawRequest.delete(PATH + "?how=nothing&status=" + status)
                                .session(session))
                        .status())
                .isEqualTo(status);
        Refused.NOT_FOUND.is(send(session, ""), "1");
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sse", "async", "flush"})
    void row08_newIdInTheResponse_replacesTheSession(String how) throws Exception {
        String old = open("name=old");
        for (int i = 1; i < LIMIT; i++) {
            initialize("");
        }
        HttpAnswer answer = send(old, "how=" + how + "&name=new");
        assertThat(answer.status()).as("also with the limit reached").isEqualTo(200);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).containsExactly("new");
        Refused.NOT_FOUND.is(send(old, ""), "1");
        assertThat(ping("new")).isEqualTo(200);
        assertThat(jmx.number("ReplacedSessions")).isEqualTo(1);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(LIMIT);
        assertThat(jmx.number("MaxActive")).isEqualTo(LIMIT);
    }

    @Test
    void row08_ownIdInTheResponse_changesNothing() throws Exception {
        String session = open("name=mine");
        assertThat(send(session, "name=mine").headers(HttpAnswer.SESSION_ID)).containsExactly(session);
        assertThat(ping(session)).isEqualTo(200);
        assertThat(jmx.number("ReplacedSessions")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=two%20words",
                "name=%C3%BC",
                "status=400&name=new",
                "status=500&name=new",
                "how=sendError&status=500&name=new",
                "how=throw&name=new"
            })
    void row08_idThatIsNotAdopted_doesNotLeave(String query) throws Exception {
        String session = open("name=mine");
        assertThat(send(session, query).headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(ping(session)).as("the session keeps its id").isEqualTo(200);
        assertThat(jmx.number("ReplacedSessions")).isZero();
    }

    // Streams of endpoints that are not the SDK.

    @Test
    void row08_asynchronousGetStream_greetedAndEndsWithItsSession() throws Exception {
        String session = open("");
        try (RawHttp http = mcp.connect()) {
            EventStream stream =
                    http.send(RawRequest.get(PATH + "?how=asyncSse").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(mcp.send(RawRequest.delete(PATH).session(session)).status())
                    .isEqualTo(204);
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
        assertThat(jmx.number("ActiveStreams")).isZero();
    }

    @Test
    void row08_seventeenthStreamOfASession_endsTheOldest() throws Exception {
        String session = open("");
        RawRequest get = RawRequest.get(PATH + "?how=asyncSse").session(session);
        List<RawHttp> connections = new ArrayList<>();
        try {
            List<EventStream> streams = new ArrayList<>();
            for (int i = 0; i <= MAX_STREAMS; i++) {
                connections.add(mcp.connect());
                streams.add(connections.get(i).send(get).stream());
                assertThat(streams.get(i).bytes(3, SOON)).isEqualTo(":\n\n");
            }
            assertThat(streams.get(0).eventsToEnd(SOON)).isEmpty();
            assertThat(jmx.number("ActiveStreams")).isEqualTo(MAX_STREAMS);
            assertThat(ping(session)).isEqualTo(200);
            assertThat(mcp.send(RawRequest.delete(PATH).session(session)).status())
                    .isEqualTo(204);
            for (EventStream stream : streams.subList(1, streams.size())) {
                assertThat(stream.eventsToEnd(SOON)).isEmpty();
            }
        } finally {
            for (RawHttp connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void row08_getThatIsNoEventStream_unchanged() throws Exception {
        String session = open("");
        for (String how : List.of("json", "stream", "flush", "async")) {
            HttpAnswer answer = mcp.send(RawRequest.get(PATH + "?how=" + how).session(session));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).as(how).startsWith("{");
        }
        assertThat(mcp.send(RawRequest.get(PATH + "?how=sse").session(session)).text())
                .startsWith(":\n\ndata: {");
        assertThat(mcp.send(RawRequest.get(PATH + "?how=sse&status=404").session(session))
                        .text())
                .startsWith("data: {");
    }

    /**
     * Has the endpoint answer the request that waits under a name: 200, or 409 if there is none. It needs no session.
     */
    private int go(String name) throws IOException {
        return mcp.send(post("how=go&as=" + name, "{}").version(MODERN)).status();
    }

    private String open(String query) throws IOException {
        HttpAnswer answer = initialize(query);
        assertThat(answer.status()).as("answer to initialize").isEqualTo(200);
        return answer.sessionId();
    }

    private HttpAnswer initialize(String query) throws IOException {
        return mcp.send(post(query, Mcp.initialize()));
    }

    /**
     * The status of the last request that a session needs so that it cannot be evicted: its second after
     * {@code initialize}.
     */
    private int openUsed() throws IOException {
        String session = initialize("").sessionId();
        ping(session);
        return ping(session);
    }

    private HttpAnswer send(String session, String query) throws IOException {
        return mcp.send(post(query, Mcp.request("1", "ping")).session(session));
    }

    private int ping(String session) throws IOException {
        return send(session, "").status();
    }

    private static RawRequest post(String query, String body) {
        return RawRequest.post(query.isEmpty() ? PATH : PATH + "?" + query, body);
    }

    private static void assertSawNoSession(JsonObject seen) {
        assertThat(seen.get("sessionId")).isEqualTo(JsonValue.NULL);
        assertThat(seen.getJsonArray("sessionIds")).isEmpty();
        assertThat(seen.get("lastEventId")).isEqualTo(JsonValue.NULL);
        assertThat(seen.getJsonArray("lastEventIds")).isEmpty();
        assertThat(seen.get("handle")).isEqualTo(JsonValue.NULL);
        assertThat(names(seen))
                .doesNotContain("mcp-session-id", "last-event-id")
                .contains("mcp-protocol-version");
    }

    private static List<String> names(JsonObject seen) {
        List<String> names = new ArrayList<>();
        for (JsonString name : seen.getJsonArray("names").getValuesAs(JsonString.class)) {
            names.add(name.getString().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static String body(JsonObject seen) {
        return new String(Base64.getDecoder().decode(seen.getString("body")), StandardCharsets.UTF_8);
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", b));
        }
        return encoded.toString();
    }
}
