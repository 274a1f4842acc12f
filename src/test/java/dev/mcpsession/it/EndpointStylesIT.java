package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.ClientDisconnect;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.RestStyle;
import dev.mcpsession.it.endpoint.StyleEndpoint;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Endpoints that dispatch, forward and include, read and write without blocking, are written in Jakarta REST, make up
 * their mind too late, or fail, in an application with error pages. The plainer styles are {@link SessionlessIT}'s.
 * After each test nothing may be in flight, and no permit lost.
 */
class EndpointStylesIT {

    private static final String MCP = "/mcp";
    private static final String SSE = "/rest/mcp/sse";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LIMIT = 4;
    private static final int LARGE = 200 * 1024;
    private static final String LATE_STREAMS = "its Jakarta REST starts an event stream with the first event";

    private static StandaloneServer server;
    private static Mcp mcp;

    private Jmx jmx;

    @BeforeAll
    static void deploy() throws Exception {
        server = StandaloneServer.start();
        assertThat(server.deploy("styles", war())).as(server.log()).isTrue();
        mcp = server.client("/styles");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void connect() throws Exception {
        jmx = server.jmx();
        jmx.expireAll();
        jmx.invoke("resetStatistics");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        jmx.expireAll();
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(openUsed()).as("session %d of %d", i + 1, LIMIT).isEqualTo(200);
        }
        Refused.UNAVAILABLE.is(mcp.send(RawRequest.post(MCP, Mcp.initialize("2"))), "2");
        jmx.expireAll();
        jmx.close();
    }

    // Opening.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp?how=dispatch",
                "/mcp?how=dispatchPair",
                "/mcp?how=dispatchContext",
                "/mcp?how=dispatchLater",
                "/mcp?how=dispatchThenAsync",
                "/mcp?how=dispatchThenDispatch",
                "/mcp?how=forward",
                "/mcp?how=include",
                "/mcp?how=forwardBack",
                "/mcp?how=start",
                "/mcp?how=echo",
                "/mcp?how=echoPair",
                "/rest/mcp/sse?",
                "/rest/mcp/stage?",
                "/rest/mcp/suspended?"
            })
    void sessionOpensInEveryStyle(String style) throws Exception {
        HttpAnswer named = initialize(style + "&name=chosen");
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.headers(HttpAnswer.SESSION_ID)).containsExactly("chosen");
        HttpAnswer unnamed = initialize(style);
        assertThat(unnamed.status()).isEqualTo(200);
        assertThat(unnamed.sessionId()).matches("[A-Za-z0-9_-]{43}");
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
        assertServed("each initialize counts once", 1L);
        assertThat(ping(style, "chosen")).isEqualTo(200);
        assertThat(ping(style, unnamed.sessionId())).isEqualTo(200);
        assertServed("and each ping", 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch, ASYNC",
        "dispatchPair, ASYNC",
        "dispatchContext, ASYNC",
        "dispatchLater, ASYNC",
        "forward, FORWARD",
        "include, INCLUDE",
        "start, REQUEST"
    })
    void endpointBehindADispatchSeesTheSameRequest(String how, String dispatcher) throws Exception {
        RawRequest dead = RawRequest.post("/mcp?how=" + how, Mcp.initialize())
                .session("dead")
                .header("Last-Event-ID", "7");
        HttpAnswer opened = mcp.send(dead);
        assertThat(opened.json().getString("dispatcher")).isEqualTo(dispatcher);
        assertThat(opened.json().get("sessionId")).as("a dead id").isEqualTo(JsonValue.NULL);
        assertThat(opened.json().get("lastEventId")).isEqualTo(JsonValue.NULL);
        RawRequest live =
                RawRequest.post("/mcp?how=" + how, Mcp.request("1", "ping")).session(opened.sessionId());
        assertThat(mcp.send(live).json().getString("sessionId")).isEqualTo(opened.sessionId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "echoPair"})
    void largeBodyGoesThroughWithoutBlockingAndComesBack(String how) throws Exception {
        String initialize = Mcp.initializeOfLength(LARGE);
        HttpAnswer opened = mcp.send(RawRequest.post("/mcp?how=" + how, initialize));
        assertThat(opened.text()).isEqualTo(initialize);
        for (int length : List.of(1000, LARGE, 3 * 1024 * 1024)) {
            String body = Mcp.initializeOfLength(length);
            RawRequest live = RawRequest.post("/mcp?how=" + how, body).session(opened.sessionId());
            assertThat(mcp.send(live).text())
                    .as("%d bytes that the filter has not read", length)
                    .isEqualTo(body);
            assertThat(mcp.send(live.chunked()).text())
                    .as("%d bytes in chunks", length)
                    .isEqualTo(body);
        }
    }

    @Test
    void bodyThatComesSlowlyIsReadWithoutBlocking() throws Exception {
        String session = initialize(MCP).sessionId();
        String body = Mcp.initializeOfLength(20_000);
        try (RawHttp http = mcp.connect()) {
            http.sendHead(RawRequest.post("/mcp?how=echo", body).session(session));
            for (int start = 0; start < body.length(); start += 5000) {
                await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 1);
                http.send(body.substring(start, start + 5000).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(http.answer().text()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE", "RESET"})
    void bodyThatBreaksOffIsNoLongerInFlight(ClientDisconnect how) throws Exception {
        String session = initialize(MCP).sessionId();
        for (String style : List.of("echo", "echoPair")) {
            try (RawHttp http = mcp.connect()) {
                http.sendHead(
                        RawRequest.post("/mcp?how=" + style, "x".repeat(1000)).session(session));
                await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 1);
                how.of(http);
            }
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        }
        assertThat(ping(MCP, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp?how=forwardAndWait",
                "/mcp?how=dispatchAndWait",
                "/rest/mcp/sse?",
                "/rest/mcp/stage?",
                "/rest/mcp/suspended?"
            })
    void requestIsInFlightUntilItIsAnswered(String style) throws Exception {
        String session = initialize(style.replaceAll("\\?.*", "")).sessionId();
        String gate = "&gate=" + session;
        try (RawHttp http = mcp.connect()) {
            http.send(RawRequest.post(style + gate, Mcp.request("1", "ping")).session(session));
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 1);
            assertThat(mcp.send(RawRequest.get("/elsewhere?then=go" + gate)).status())
                    .isEqualTo(200);
            assertThat(http.answer().status()).isEqualTo(200);
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        assertThat(jmx.sessions())
                .extracting(row -> row.get("requestsServed"))
                .as("one of each")
                .containsExactly(2L);
    }

    // Too late, and past the filter.

    /** By its first byte the answer is decided. */
    @Test
    void idThatComesAfterTheFirstByteDoesNotLeave() throws Exception {
        HttpAnswer opened = initialize("/mcp?how=lateId&name=late");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.sessionId()).as("the filter's own").matches("[A-Za-z0-9_-]{43}");
        assertThat(ping(MCP, opened.sessionId())).isEqualTo(200);
        assertThat(ping(MCP, "late")).isEqualTo(404);
    }

    /** Until it is committed an answer may turn into another one, and then it is as if there had been only that. */
    @ParameterizedTest
    @CsvSource({"lateStatus, 418", "lateError, 500", "throwAfterBytes, 500", "asyncThenThrow, 500"})
    void answerThatTurnsIntoAnErrorOpensNothing(String how, int status) throws Exception {
        for (String name : List.of("", "&name=chosen")) {
            HttpAnswer head = head(RawRequest.post("/mcp?how=" + how + name, Mcp.initialize()));
            assertThat(head.status()).isEqualTo(status);
            assertThat(head.headers(HttpAnswer.SESSION_ID)).allMatch(String::isBlank);
        }
        assertThat(jmx.number("ActiveSessions"))
                .as("sessions whose ids have not left")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"lateStatus, 418", "lateError, 500", "throwAfterBytes, 500", "asyncThenThrow, 500"})
    void answerThatTurnsIntoAnErrorLeavesItsSession(String how, int status) throws Exception {
        String session = initialize(MCP).sessionId();
        HttpAnswer head = head(RawRequest.post("/mcp?name=" + session + "&how=" + how, Mcp.request("1", "ping"))
                .session(session));
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.headers(HttpAnswer.SESSION_ID)).allMatch(String::isBlank);
        assertThat(ping(MCP, session)).isEqualTo(200);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commitPast", "commitPastLater", "commitPastNamed"})
    void answerCommittedPastTheFilterOpensNothing(String how) throws Exception {
        HttpAnswer answer = initialize("/mcp?how=" + how + "&name=past");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{}");
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isSubsetOf("past");
        assertThat(ping(MCP, "past"))
                .as("of a session that the filter knows nothing of")
                .isEqualTo(404);
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    @Test
    void answerCommittedPastTheFilterIsWarnedOf() throws Exception {
        int before = server.logSize();
        assertThat(server.deploy("past", war())).isTrue();
        try {
            Mcp past = server.client("/past");
            for (int i = 0; i < 3; i++) {
                assertThat(past.send(RawRequest.post("/mcp?how=commitPast", Mcp.initialize()))
                                .status())
                        .isEqualTo(200);
            }
            await().atMost(SOON).until(() -> server.log(before).contains("/past/mcp: "));
            assertThat(server.log(before).lines().filter(line -> line.contains("/past/mcp: ")))
                    .as("one warning, which names the endpoint and what is to be done")
                    .singleElement()
                    .asString()
                    .contains("committed its answer to initialize past the filter; no session was opened");
        } finally {
            server.undeploy("past");
        }
    }

    // Failing.

    @ParameterizedTest
    @CsvSource({
        "/mcp?how=ioException, 500",
        "/mcp?how=runtimeException, 500",
        "/mcp?how=error, 500",
        "/mcp?how=overflow, 500",
        "/mcp?how=sendError&status=404, 404",
        "/mcp?how=sendError&status=500, 500",
        "/rest/mcp/stage?how=fail, 500",
        "/rest/mcp/stage?how=refuse, 403",
        "/rest/mcp/suspended?how=fail, 500",
        "/rest/mcp/suspended?how=refuse, 403",
        "/rest/mcp/suspended?how=never, 503",
        "/mcp?how=unknown, 500"
    })
    void failureOpensNothingAndEndsNothing(String style, int status) throws Exception {
        for (String name : List.of("", "&name=chosen")) {
            HttpAnswer answer = initialize(style + name);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        }
        assertThat(jmx.number("SessionCounter")).isZero();
        String path = style.replaceAll("\\?.*", "");
        String session = initialize(path).sessionId();
        HttpAnswer answer = mcp.send(
                RawRequest.post(style + "&name=other", Mcp.request("1", "ping")).session(session));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        assertThat(ping(path, session)).isEqualTo(200);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
    }

    // Error pages.

    @Test
    void refusalsOfTheFilterAreNoErrorPages() throws Exception {
        String ping = Mcp.request("7", "ping");
        Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.post(MCP, ping)), "7");
        Refused.UNPARSABLE.is(mcp.send(RawRequest.post(MCP, "{")));
        Refused.ORIGIN.is(mcp.send(RawRequest.post(MCP, ping).header("Origin", "http://evil.example")));
        Refused.NOT_FOUND.is(mcp.send(RawRequest.post(MCP, ping).session("unknown")), "7");
        Refused.NOT_FOUND.is(mcp.send(RawRequest.get(MCP).session("unknown")));
        Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(MCP)));
        Refused.TOO_LARGE.is(mcp.send(RawRequest.post(MCP, "x".repeat(262_145))));
        for (int i = 0; i < LIMIT; i++) {
            openUsed();
        }
        Refused.UNAVAILABLE.is(mcp.send(RawRequest.post(MCP, Mcp.initialize("7"))), "7");
    }

    @ParameterizedTest
    @CsvSource({
        "sendError&status=404, 404",
        "sendError&status=500, 500",
        "runtimeException, 500",
        "ioException, 500",
        "error, 500",
        "throwAfterBytes, 500",
        "lateError, 500"
    })
    void errorsOfTheEndpointGetTheirPage(String how, int status) throws Exception {
        String session = initialize(MCP).sessionId();
        for (RawRequest request : List.of(
                RawRequest.post("/mcp?name=chosen&how=" + how, Mcp.initialize()),
                RawRequest.post("/mcp?how=" + how, Mcp.request("1", "ping")).session(session),
                RawRequest.get("/mcp?how=" + how).session(session))) {
            HttpAnswer answer = mcp.send(request);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo("page for " + status);
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).allMatch(String::isBlank);
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        assertThat(jmx.sessions())
                .extracting(row -> row.get("requestsServed"))
                .as("pages count for nothing")
                .containsExactly(3L);
    }

    @Test
    void pageInPlaceOfANamedSessionsAnswerEndsItLikeTheAnswer() throws Exception {
        assertThat(initialize("/mcp?name=mine").sessionId()).isEqualTo("mine");
        HttpAnswer lost = mcp.send(RawRequest.post("/mcp?how=sendError&status=404", Mcp.request("1", "ping"))
                .session("mine"));
        assertThat(lost.text()).isEqualTo("page for 404");
        Refused.NOT_FOUND.is(
                mcp.send(RawRequest.post(MCP, Mcp.request("1", "ping")).session("mine")), "1");
        assertThat(jmx.number("LostSessions")).isEqualTo(1);
    }

    // Streams.

    @Test
    void eventsMayBeWrittenWithoutBlocking() throws Exception {
        String session = initialize(MCP).sessionId();
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get("/mcp?how=events").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(stream.event(SOON)).isEqualTo("one");
            assertThat(stream.event(SOON)).isEqualTo("two");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(mcp.send(RawRequest.delete(MCP).session(session)).status())
                    .isEqualTo(204);
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
        assertThat(jmx.number("ActiveStreams")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @NotOn(value = Server.TOMEE, because = LATE_STREAMS)
    void eventSinkStreamsUntilTheSessionEnds(End end) throws Exception {
        for (String name : List.of("", "?name=chosen")) {
            String session = initialize(SSE + name).sessionId();
            String as = "sink" + end + name.length();
            try (RawHttp http = mcp.connect()) {
                EventStream stream = http.send(RawRequest.get(SSE + "?as=" + as).session(session)).stream();
                assertThat(stream.head().header("Content-Type")).startsWith("text/event-stream");
                assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
                assertThat(say(as)).isEqualTo("sent");
                assertThat(stream.event(SOON)).isEqualTo("said");
                end.of(this, session);
                assertThat(stream.event(SOON)).as("the stream just ends").isNull();
            }
            await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
            assertThat(jmx.number("ActiveSessions")).isZero();
            assertThat(say(as)).as("what is said from now on").isIn("closed", "failed");
            Refused.NOT_FOUND.is(mcp.send(RawRequest.get(SSE).session(session)));
        }
    }

    @Test
    @NotOn(value = Server.TOMEE, because = LATE_STREAMS)
    void headersOfAnEventSinkLeaveAtOnce() throws Exception {
        String session = initialize(SSE).sessionId();
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get(SSE + "?as=quiet").session(session)).stream();
            assertThat(stream.head().status()).isEqualTo(200);
            String greeting = ":\n\n" + Server.current().startOfRestStreams();
            assertThat(stream.bytes(greeting.length(), SOON)).isEqualTo(greeting);
            assertThat(stream.staysQuietFor(Duration.ofMillis(300))).isTrue();
            jmx.expireAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE", "RESET"})
    @NotOn(value = Server.TOMEE, because = LATE_STREAMS)
    void eventSinkOfAClientThatIsGoneIsNoLongerOpen(ClientDisconnect how) throws Exception {
        String session = initialize(SSE).sessionId();
        String as = "gone" + how;
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get(SSE + "?as=" + as).session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            how.of(http);
        }
        await().atMost(SOON).until(() -> !say(as).equals("sent"));
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        assertSessionGoesOn(SSE, session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/mcp/sse", "/rest/mcp/stage", "/rest/mcp/suspended", "/mcp?how=dispatchLater"})
    void clientThatDoesNotWaitForALateAnswerLeavesNothing(String style) throws Exception {
        String path = style.replaceAll("\\?.*", "");
        String session = initialize(path).sessionId();
        for (RawRequest request : List.of(
                RawRequest.post(style, Mcp.request("1", "ping")).session(session),
                RawRequest.post(style, Mcp.initialize()))) {
            for (ClientDisconnect how : ClientDisconnect.values()) {
                try (RawHttp http = mcp.connect()) {
                    http.send(request);
                    how.of(http);
                }
                await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
                assertSessionGoesOn(path, session);
            }
        }
    }

    private static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class)
                .addClasses(StyleEndpoint.class, RestStyle.class)
                .addClasses(StyleEndpoint.class.getDeclaredClasses())
                .addClasses(RestStyle.class.getDeclaredClasses())
                .addAsLibrary(new File(System.getProperty("filter.jar")))
                .setWebXML(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                          <context-param>
                            <param-name>mcp.session.maxSessions</param-name>
                            <param-value>4</param-value>
                          </context-param>
                          <filter-mapping>
                            <filter-name>mcp-session-filter</filter-name>
                            <url-pattern>/mcp/*</url-pattern>
                            <url-pattern>/rest/mcp/sse</url-pattern>
                            <url-pattern>/rest/mcp/stage</url-pattern>
                            <url-pattern>/rest/mcp/suspended</url-pattern>
                          </filter-mapping>
                          <error-page>
                            <error-code>404</error-code>
                            <location>/page</location>
                          </error-page>
                          <error-page>
                            <error-code>500</error-code>
                            <location>/page</location>
                          </error-page>
                          <error-page>
                            <exception-type>java.lang.Throwable</exception-type>
                            <location>/page</location>
                          </error-page>
                        </web-app>
                        """));
    }

    private HttpAnswer initialize(String style) throws IOException {
        return mcp.send(RawRequest.post(style, Mcp.initialize()));
    }

    /** Opens a session that has served requests, and so cannot be evicted before it has been idle for a minute. */
    private int openUsed() throws IOException {
        String session = initialize(MCP).sessionId();
        ping(MCP, session);
        return ping(MCP, session);
    }

    /* The last byte of an answer may come before the end of its exchange. */
    private void assertServed(String what, long requests) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jmx.sessions())
                        .extracting(row -> row.get("requestsServed"))
                        .as(what)
                        .containsOnly(requests));
    }

    /* After an asynchronous failure some servers leave the body without an end. */
    private static HttpAnswer head(RawRequest request) throws IOException {
        try (RawHttp http = mcp.connect()) {
            return http.send(request).stream().head();
        }
    }

    private int ping(String style, String session) throws IOException {
        return mcp.send(RawRequest.post(style, Mcp.request("1", "ping")).session(session))
                .status();
    }

    /* After a write to a client that is gone. On some servers the next answer may then break off. */
    private void assertSessionGoesOn(String path, String session) throws IOException {
        int status = Server.current().recordsBrokenWritesLate()
                ? await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> ping(path, session), answered -> true)
                : ping(path, session);
        assertThat(status).as("the session goes on").isEqualTo(200);
    }

    private static String say(String as) throws IOException {
        return mcp.send(RawRequest.post("/rest/mcp/say?as=" + as, "")).text();
    }

    /** What ends a session. */
    enum End {
        /** The operator. */
        EXPIRY {
            @Override
            void of(EndpointStylesIT test, String session) throws Exception {
                test.jmx.expireAll();
            }
        },
        /** The client. */
        DELETE {
            @Override
            void of(EndpointStylesIT test, String session) throws Exception {
                assertThat(mcp.send(RawRequest.delete(SSE).session(session)).status())
                        .isEqualTo(204);
            }
        };

        abstract void of(EndpointStylesIT test, String session) throws Exception;
    }
}
