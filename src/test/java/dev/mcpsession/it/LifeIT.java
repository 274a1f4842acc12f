package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions end by time and by number, in seconds instead of hours. What no client can see is read over JMX. */
class LifeIT extends DeployedApplication {

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration INITIALIZE = Duration.ofSeconds(2);
    private static final Duration STREAM_IDLE = Duration.ofSeconds(8);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int LIMIT = 5;

    /** For what happens elsewhere, on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of(
                "idleTimeout", IDLE.toString(),
                "initializeTimeout", INITIALIZE.toString(),
                "streamIdleTimeout", STREAM_IDLE.toString(),
                "sweepInterval", SWEEP.toString(),
                "maxSessions", String.valueOf(LIMIT)));
    }

    /* The very first request of an endpoint takes a server seconds. */
    @BeforeEach
    void warmUp() throws Exception {
        both(mcp::open);
        jmx.expireAll();
        jmx.invoke("resetStatistics");
    }

    // By time.

    @Test
    void provisionalSessionGoesSoonerThanAnEstablishedOne() throws IOException {
        Map<Endpoint, String> provisional = both(mcp::initialize);
        Map<Endpoint, String> established = both(mcp::open);
        quietFor(INITIALIZE.plusMillis(200));
        for (Endpoint endpoint : Endpoint.values()) {
            Refused.NOT_FOUND.is(mcp.post(endpoint, provisional.get(endpoint), Mcp.request("1", "ping")), "1");
            assertThat(mcp.ping(endpoint, established.get(endpoint))).isEqualTo(200);
        }
    }

    @Test
    void sweepFreesExpiredSessionsWithoutAnyRequest() throws Exception {
        String adopted = mcp.open(Endpoint.ADOPTED);
        String issued = mcp.open(Endpoint.ISSUED);
        mcp.initialize(Endpoint.ISSUED);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(3);
        within(INITIALIZE.plus(SWEEP), () -> jmx.number("ExpiredSessions") == 1);
        within(IDLE.plus(SWEEP), () -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("ExpiredSessions")).isEqualTo(3);
        assertThat(jmx.sessions()).isEmpty();
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ADOPTED, adopted, Mcp.request("1", "ping")), "1");
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ISSUED, issued, Mcp.request("1", "ping")), "1");
        assertThat(jmx.number("UnknownSessionRequests")).isEqualTo(2);
    }

    @Test
    void requestsKeepASession() throws IOException {
        Map<Endpoint, String> sessions = both(mcp::open);
        for (int i = 0; i < 3; i++) {
            quietFor(IDLE.dividedBy(2));
            for (Endpoint endpoint : Endpoint.values()) {
                assertThat(mcp.ping(endpoint, sessions.get(endpoint)))
                        .as("%s after %d pauses", endpoint, i + 1)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void idleTimeStartsAtTheEndOfACall() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream call = mcp.startCountdown(session, seconds(IDLE) + 1)) {
            assertThat(call.toEnd(IDLE.plus(GRACE))).contains("Counted");
        }
        quietFor(IDLE.dividedBy(2));
        assertThat(mcp.ping(Endpoint.ADOPTED, session))
                .as("longer after the start of the call than a session may idle")
                .isEqualTo(200);
        quietFor(IDLE.plusMillis(200));
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ADOPTED, session, Mcp.request("1", "ping")), "1");
    }

    @Test
    void openStreamKeepsASessionButNotForEver() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        long opened = System.nanoTime();
        try (EventStream stream = mcp.listen(session)) {
            assertThat(stream.bytes(3, GRACE)).isEqualTo(":\n\n");
            assertThat(stream.staysQuietFor(IDLE.plus(SWEEP)))
                    .as("nothing ends an idle session with a stream")
                    .isTrue();
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(stream.eventsToEnd(STREAM_IDLE.minus(IDLE).plus(GRACE)))
                    .as("the stream just ends")
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - opened))
                    .isBetween(STREAM_IDLE, STREAM_IDLE.plus(SWEEP).plus(GRACE));
        }
        assertThat(jmx.number("ActiveSessions")).isZero();
        assertThat(jmx.number("ExpiredSessions")).isEqualTo(1);
        Refused.NOT_FOUND.is(mcp.get(Endpoint.ADOPTED, session));
    }

    @Test
    void callIsNotCutWhileAStreamIsParked() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        int seconds = seconds(STREAM_IDLE) + 1;
        try (EventStream stream = mcp.listen(session);
                EventStream call = mcp.startCountdown(session, seconds)) {
            assertThat(stream.bytes(3, GRACE)).isEqualTo(":\n\n");
            for (int i = 1; i <= seconds; i++) {
                assertThat(call.event(GRACE)).as("second %d", i).contains("notifications/progress");
            }
            assertThat(call.event(GRACE)).contains("Counted " + seconds + " s.");
            assertThat(call.eventsToEnd(GRACE)).isEmpty();
            assertThat(stream.staysQuietFor(SWEEP.plusMillis(500)))
                    .as("nor is the stream")
                    .isTrue();
            assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
        }
    }

    // By number.

    @ParameterizedTest
    @EnumSource
    void limitReached_initialize503UntilASessionEnds(Endpoint endpoint) throws Exception {
        List<String> sessions = fill(endpoint);
        for (Endpoint other : Endpoint.values()) {
            HttpAnswer refused = mcp.post(other, Mcp.initialize("\"late\""));
            Refused.UNAVAILABLE.is(refused, "\"late\"");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isGreaterThanOrEqualTo(1);
        }
        assertThat(jmx.number("RejectedSessions")).isEqualTo(2);
        for (String session : sessions) {
            assertThat(mcp.ping(endpoint, session)).as("no session has ended").isEqualTo(200);
        }
        mcp.delete(endpoint, sessions.get(0));
        String next = mcp.open(endpoint);
        assertThat(mcp.ping(endpoint, next)).isEqualTo(200);
        assertThat(mcp.post(endpoint, Mcp.initialize()).status())
                .as("one permit, not two")
                .isEqualTo(503);
        assertThat(mcp.ping(endpoint, next)).isEqualTo(200);
        assertThat(jmx.number("MaxActive")).isEqualTo(LIMIT);
    }

    @Test
    void expiry_freesAPermit() throws Exception {
        fill(Endpoint.ISSUED);
        within(
                IDLE.plus(SWEEP),
                () -> mcp.post(Endpoint.ISSUED, Mcp.initialize()).status() == 200);
    }

    @ParameterizedTest
    @EnumSource
    void initializeThatFailsTakesNoRoom(Endpoint endpoint) throws Exception {
        RawRequest refusedByEndpoint = endpoint == Endpoint.ADOPTED
                ? RawRequest.post(endpoint.path(), Mcp.initialize())
                        .without("Accept")
                        .header("Accept", "text/plain")
                : RawRequest.post(endpoint.path(), Mcp.initialize().replace("\"2.0\"", "\"1.0\""));
        byte[] half = Mcp.initialize().substring(0, 40).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= LIMIT; i++) {
            assertThat(mcp.send(refusedByEndpoint).status()).isEqualTo(400);
            assertThat(mcp.post(endpoint, "{").status()).isEqualTo(400);
            assertThat(mcp.post(endpoint, "[" + Mcp.initialize() + "]").status())
                    .isEqualTo(400);
            try (RawHttp http = mcp.connect()) {
                http.sendHead(RawRequest.post(endpoint.path(), "").header("Content-Length", "100"))
                        .send(half)
                        .abort();
            }
            try (RawHttp http = mcp.connect()) {
                http.sendHead(RawRequest.post(endpoint.path(), "").header("Content-Length", "100"))
                        .send(half)
                        .finishSending();
            }
            try (RawHttp http = mcp.connect()) {
                http.sendHead(RawRequest.post(endpoint.path(), "").header("Content-Length", "100"))
                        .send(half);
            }
        }
        assertThat(jmx.number("SessionCounter")).isZero();
        assertThat(fill(endpoint)).hasSize(LIMIT);
    }

    /** Whether the client still reads the answer is known too late; but then the session is provisional, and goes. */
    @Test
    void clientThatVanishesBeforeTheAnswerLeavesNothing() throws Exception {
        for (int i = 0; i <= LIMIT; i++) {
            for (Endpoint endpoint : Endpoint.values()) {
                try (RawHttp http = mcp.connect()) {
                    http.send(RawRequest.post(endpoint.path(), Mcp.initialize()))
                            .abort();
                }
            }
        }
        quietFor(INITIALIZE.plus(SWEEP));
        within(INITIALIZE.plus(SWEEP), () -> jmx.number("ActiveSessions") == 0);
        assertThat(fill(Endpoint.ISSUED)).hasSize(LIMIT);
    }

    // Clients that vanish.

    @Test
    void callOfAVanishedClientEndsWithItself() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        int seconds = 3;
        try (EventStream call = mcp.startCountdown(session, seconds)) {
            assertThat(call.event(GRACE)).contains("notifications/progress");
            assertThat(jmx.number("ActiveRequests")).isEqualTo(1);
            call.abort();
        }
        within(Duration.ofSeconds(seconds), () -> jmx.number("ActiveRequests") == 0);
        within(IDLE.plus(SWEEP), () -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("ExpiredSessions"))
                .as("idle from then on, like any other")
                .isEqualTo(1);
    }

    @Test
    void streamOfAVanishedClientEndsWithTheSession() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream stream = mcp.listen(session)) {
            assertThat(stream.bytes(3, GRACE)).isEqualTo(":\n\n");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            stream.abort();
        }
        within(STREAM_IDLE.plus(SWEEP), () -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("ActiveStreams")).isZero();
        assertThat(jmx.number("ActiveRequests")).isZero();
        assertThat(fill(Endpoint.ADOPTED)).as("and its permit is back").hasSize(LIMIT);
    }

    /** As many sessions as the limit allows, none of which may be evicted yet. */
    private List<String> fill(Endpoint endpoint) throws IOException {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            String session = mcp.open(endpoint);
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
            sessions.add(session);
        }
        return sessions;
    }

    /** What one step comes to at both endpoints. */
    private static Map<Endpoint, String> both(Step step) throws IOException {
        Map<Endpoint, String> results = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            results.put(endpoint, step.at(endpoint));
        }
        return results;
    }

    private static void within(Duration time, Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(100)).atMost(time.plus(GRACE)).until(condition);
    }

    /** Lets time pass in which nothing is sent. */
    private static void quietFor(Duration time) {
        await().pollDelay(time).atMost(time.plus(GRACE)).until(() -> true);
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(time.toSeconds());
    }

    /** Something to be done at an endpoint, which gives a session id. */
    private interface Step {
        String at(Endpoint endpoint) throws IOException;
    }
}
