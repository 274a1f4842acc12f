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
import dev.mcpsession.it.endpoint.RestStyle;
import dev.mcpsession.it.endpoint.StreamingEndpoint;
import dev.mcpsession.it.endpoint.StyleEndpoint;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comments on event streams, with a period of one second: they keep streams open, reveal clients that have gone, and
 * harm neither an event nor another response, also where one is written every millisecond.
 */
class KeepAliveIT {

    private static final String MCP = "/mcp";
    private static final String COMMENT = ":\n\n";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int STORM_EVENTS = 25_000;
    /** Two requests each: Tomcat closes a connection after 100. */
    private static final int ROUNDS_PER_CONNECTION = 40;

    private static final Duration RACE = Duration.ofSeconds(3);

    /** More events than a connection takes that is not read. */
    private static final int ENDLESS = 1_000_000;

    /** Comments fill as much of a connection as these events of 4 KiB. */
    private static final int FILLED_BY_COMMENTS = 32;

    private static final Duration FILLING = Duration.ofSeconds(30);
    private static final Duration UNCHANGED = Duration.ofSeconds(1);

    private static StandaloneServer server;
    private static Mcp mcp;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private Jmx jmx;
    private String session;

    @BeforeAll
    static void deploy() throws Exception {
        server = StandaloneServer.start();
        assertThat(server.deploy("streams", war())).as(server.log()).isTrue();
        mcp = server.client("/streams");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() throws Exception {
        jmx = server.jmx();
        jmx.invoke("resetStatistics");
        session = mcp.send(RawRequest.post(MCP + "?n=1", Mcp.initialize())).sessionId();
        assertThat(ping(1)).isEqualTo("{\"answer\":1}");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        clients.shutdownNow();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(jmx.number("ActiveStreams")).isZero();
            assertThat(jmx.number("ActiveRequests")).isZero();
        });
        assertThat(jmx.number("BlockedStreamWriters")).isZero();
        jmx.expireAll();
        jmx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer", "stream"})
    void quietStream_getsComments(String by) throws Exception {
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(get("parked", by, "quiet" + by)).stream();

            assertThat(stream.bytes(3 * COMMENT.length(), SOON)).isEqualTo(COMMENT.repeat(3));
            assertThat(jmx.number("StreamComments")).isGreaterThanOrEqualTo(2);
            assertThat(mcp.send(RawRequest.delete(MCP).session(session)).status())
                    .isEqualTo(204);
            assertThat(stream.toEnd(SOON).replace(COMMENT, "")).isEmpty();
        }
        await().atMost(SOON).until(() -> told("quiet" + by) == 1);
    }

    @Test
    @NotOn(value = Server.TOMEE, because = "its Jakarta REST starts an event stream with the first event")
    @NotOn(
            value = {Server.TOMCAT, Server.JETTY},
            because = "it has no Jakarta REST")
    void quietEventSink_getsComments() throws Exception {
        String own =
                mcp.send(RawRequest.post("/rest/mcp/sse", Mcp.initialize())).sessionId();
        try (RawHttp http = mcp.connect()) {
            EventStream stream =
                    http.send(RawRequest.get("/rest/mcp/sse?as=sink").session(own)).stream();
            for (int i = 0; i < 2; i++) {
                assertThat(mcp.send(RawRequest.post("/rest/mcp/say?as=sink", ""))
                                .text())
                        .isEqualTo("sent");
                assertThat(stream.event(SOON)).isEqualTo("said");
                assertThat(stream.bytes(2 * COMMENT.length(), SOON)).isEqualTo(COMMENT.repeat(2));
            }
            jmx.expireAll();
        }
    }

    @ParameterizedTest
    @CsvSource({"sync,writer", "sync,stream", "silent,writer", "silent,stream"})
    void silentCall_getsCommentsAndThenItsResult(String how, String by) throws Exception {
        try (RawHttp http = mcp.connect()) {
            EventStream answer =
                    http
                            .send(RawRequest.post(query(how, by, 4500), Mcp.request("1", "ping"))
                                    .session(session))
                            .stream();
            assertThat(answer.head().status()).isEqualTo(200);

            String body = answer.toEnd(SOON);

            assertThat(body).endsWith("data: done\n\n").startsWith(COMMENT.repeat(2));
            assertThat(body.replace(COMMENT, "")).isEqualTo("data: done\n\n");
            assertThat(http.send(pinging(2)).answer().text()).isEqualTo("{\"answer\":2}");
        }
    }

    /* The endpoint writes nothing: without comments the server would not notice. */
    @ParameterizedTest
    @CsvSource({"CLOSE,writer", "CLOSE,stream", "RESET,writer", "RESET,stream"})
    void clientThatHasGone_losesItsStreamAndTheEndpointIsToldOnce(ClientDisconnect how, String by) throws Exception {
        String as = "gone" + how + by;
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(get("parked", by, as)).stream();
            assertThat(stream.bytes(COMMENT.length(), SOON)).isEqualTo(COMMENT);
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            how.of(http);
        }

        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        await().atMost(SOON).until(() -> told(as) == 1);
        assertThat(jmx.number("LostStreams")).isEqualTo(1);
        // Two rounds later, in which the container or the filter could tell it again.
        long comments = jmx.number("StreamComments");
        try (RawHttp http = mcp.connect()) {
            http.send(get("parked", by, as + "-next")).stream().bytes(4 * COMMENT.length(), SOON);
        }
        assertThat(jmx.number("StreamComments")).isGreaterThan(comments);
        assertThat(told(as)).isEqualTo(1);
    }

    @Test
    void clientThatNeverReads_blocksTheEndpointOrOneWriterAndNoOtherStream() throws Exception {
        try (RawHttp first = mcp.connect();
                RawHttp second = mcp.connect()) {
            first.send(fill("first", ENDLESS));
            int taken = writtenUntilBlocked("first");
            othersGetComments();
            assertThat(jmx.number("BlockedStreamWriters"))
                    .as("skipped while the endpoint writes")
                    .isZero();
            first.abort();

            int almost = taken - FILLED_BY_COMMENTS;
            second.send(fill("second", almost));
            await().atMost(SOON).until(() -> written("second") == almost);
            assertThat(blockedByComments()).isEqualTo("1");
            othersGetComments();
            assertThat(jmx.number("BlockedStreamWriters")).isEqualTo(1);
            second.abort();
        }
    }

    private static String blockedByComments() throws IOException {
        try (RawHttp http = mcp.connect()) {
            return http.within(FILLING.plus(SOON))
                    .send(RawRequest.post("/block?millis=" + FILLING.toMillis(), ""))
                    .answer()
                    .text();
        }
    }

    private void othersGetComments() throws Exception {
        long begin = System.currentTimeMillis();
        try (RawHttp http = mcp.connect()) {
            EventStream other = http.send(get("parked", "writer", "other")).stream();
            assertThat(other.bytes(3 * COMMENT.length(), SOON)).isEqualTo(COMMENT.repeat(3));
        }
        assertThat(ping(2)).isEqualTo("{\"answer\":2}");
        await().atMost(SOON).until(() -> jmx.number("LastSweepTimestamp") > begin);
    }

    private static int writtenUntilBlocked(String as) throws IOException {
        await().atMost(SOON).until(() -> written(as) > 0);
        AtomicInteger last = new AtomicInteger();
        await().atMost(SOON).during(UNCHANGED).until(() -> written(as) == last.getAndSet(written(as)));
        return last.get();
    }

    @Test
    void eventsInPiecesBesideACommentEachMillisecond_areWhole() throws Exception {
        CompletableFuture<HttpAnswer> hurry = hurry(Duration.ofMinutes(1));
        List<CompletableFuture<String>> streams = new ArrayList<>();
        for (String by : List.of("writer", "stream")) {
            streams.add(inBackground(() -> body(RawRequest.get(query("storm", by, STORM_EVENTS)))));
            streams.add(inBackground(
                    () -> body(RawRequest.post(query("storm", by, STORM_EVENTS), Mcp.request("1", "ping")))));
        }

        String expected = IntStream.range(0, STORM_EVENTS)
                .mapToObj(StreamingEndpoint::event)
                .collect(Collectors.joining());
        for (CompletableFuture<String> stream : streams) {
            assertThat(stream.get().replace(COMMENT, "").equals(expected))
                    .as("the events are whole")
                    .isTrue();
        }
        assertThat(jmx.number("StreamComments")).isGreaterThan(100);
        hurry.cancel(true);
    }

    /* On each connection by turns a stream that ends in some way and a small answer, which would show stray bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"complete", "completePast", "timeout", "sync", "leave"})
    void responsesBesideStreamsThatEnd_areIntact(String end) throws Exception {
        CompletableFuture<HttpAnswer> hurry = hurry(RACE);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            String by = client % 2 == 0 ? "writer" : "stream";
            all.add(inBackground(() -> race(end, by)));
        }
        for (CompletableFuture<String> client : all) {
            client.get();
        }
        hurry.get();
    }

    private String race(String end, String by) throws IOException {
        int n = 0;
        RawHttp http = mcp.connect();
        try {
            for (long stop = System.nanoTime() + RACE.toNanos(); System.nanoTime() < stop; n++) {
                http.send(RawRequest.get(query(end.equals("leave") ? "parked" : end, by, n % 5))
                        .session(session));
                boolean closed = end.equals("leave") ? leaves(http, n) : isClosed(http.stream(), end);
                if (closed) {
                    http.close();
                    http = mcp.connect();
                }
                HttpAnswer answer = http.send(pinging(n)).answer();
                assertThat(answer.text()).isEqualTo("{\"answer\":" + n + "}");
                assertThat(http.hasAnswer()).isFalse();
                if (n % ROUNDS_PER_CONNECTION == 0) {
                    http.close();
                    http = mcp.connect();
                }
            }
        } finally {
            http.close();
        }
        return n + " rounds";
    }

    private static boolean leaves(RawHttp http, int n) throws IOException {
        (n % 2 == 0 ? ClientDisconnect.CLOSE : ClientDisconnect.RESET).of(http);
        return true;
    }

    /* What a server does with a stream that was cut off is its own affair; what was sent of it is not. */
    private static boolean isClosed(EventStream stream, String end) throws IOException {
        boolean proper = end.startsWith("complete") || end.equals("sync");
        String body;
        try {
            body = stream.toEnd(SOON);
        } catch (IOException e) {
            assertThat(proper).as("broke off: %s", e).isFalse();
            return true;
        }
        if (proper) {
            assertThat(body.replace(COMMENT, "")).isIn("", "data: done\n\n");
        }
        return !proper || "close".equalsIgnoreCase(stream.head().header("Connection"));
    }

    private CompletableFuture<HttpAnswer> hurry(Duration time) {
        return inBackground(() -> {
            try (RawHttp http = mcp.connect()) {
                return http.within(time.plus(SOON))
                        .send(RawRequest.post("/hurry?millis=" + time.toMillis(), ""))
                        .answer();
            }
        });
    }

    private String body(RawRequest request) throws IOException {
        try (RawHttp http = mcp.connect()) {
            return http.send(request.session(session)).stream().toEnd(SOON);
        }
    }

    private String ping(int n) throws IOException {
        return mcp.send(pinging(n)).text();
    }

    private RawRequest pinging(int n) {
        return RawRequest.post(MCP + "?n=" + n, Mcp.request("1", "ping")).session(session);
    }

    private static int told(String as) throws IOException {
        return Integer.parseInt(mcp.send(RawRequest.get("/told?as=" + as)).text());
    }

    private static int written(String as) throws IOException {
        return Integer.parseInt(mcp.send(RawRequest.get("/written?as=" + as)).text());
    }

    private RawRequest fill(String as, int events) {
        return RawRequest.get(query("fill", "stream", events) + "&as=" + as).session(session);
    }

    private RawRequest get(String how, String by, String as) {
        return RawRequest.get(query(how, by, 0) + "&as=" + as).session(session);
    }

    private static String query(String how, String by, int n) {
        return MCP + "?how=" + how + "&by=" + by + "&n=" + n;
    }

    private <T> CompletableFuture<T> inBackground(Call<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                clients);
    }

    private static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class)
                .addClasses(StreamingEndpoint.class, RestStyle.class, StyleEndpoint.class)
                .addClasses(StyleEndpoint.class.getDeclaredClasses())
                .addClasses(StreamingEndpoint.class.getDeclaredClasses())
                .addClasses(RestStyle.class.getDeclaredClasses())
                .addAsLibrary(new File(System.getProperty("filter.jar")))
                .setWebXML(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                          <context-param>
                            <param-name>mcp.session.streamKeepAlive</param-name>
                            <param-value>PT1S</param-value>
                          </context-param>
                          <context-param>
                            <param-name>mcp.session.sweepInterval</param-name>
                            <param-value>PT1S</param-value>
                          </context-param>
                          <filter-mapping>
                            <filter-name>mcp-session-filter</filter-name>
                            <url-pattern>/mcp</url-pattern>
                            <url-pattern>/rest/mcp/sse</url-pattern>
                          </filter-mapping>
                        </web-app>
                        """));
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
