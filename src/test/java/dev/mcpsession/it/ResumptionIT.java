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
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.it.server.DemoWar;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that are not in memory, rows 8a and 8b of the contract: what their clients see of it, which is nothing. */
class ResumptionIT extends DeployedApplication {

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String GREETING = "retry: 5000\n\n";
    private static final int LARGE = 200_000;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern STACK_TRACE = Pattern.compile("\"stackTrace\":.*");

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of(
                "resumeKey", SecretsRecorder.keep("0123456789abcdef".repeat(4)),
                // A release flushes the response to its host request, which may change its framing.
                "releaseSessions", "false",
                "idleTimeout", IDLE.toString(),
                "sweepInterval", IDLE.toString()));
    }

    @Test
    void row8a_answersToRequestsThatResume_areThoseOfLiveSessions() throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            Map<Call, HttpAnswer> live = new EnumMap<>(Call.class);
            Map<Call, String> sessions = new EnumMap<>(Call.class);
            for (Call call : Call.values()) {
                live.put(call, call.send(mcp, endpoint, mcp.openInUse(endpoint)));
                sessions.put(call, mcp.openInUse(endpoint));
            }
            awaitSuspension();
            jmx.invoke("resetStatistics");
            for (Call call : Call.values()) {
                HttpAnswer resumed = call.send(mcp, endpoint, sessions.get(call));

                assertThat(comparable(resumed)).as("%s at %s", call, endpoint).isEqualTo(comparable(live.get(call)));
            }
            assertThat(jmx.number("ResumedSessions")).isEqualTo(Call.values().length);
        }
    }

    @Test
    void row8a_stream_isOpenedAndServed() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        try (EventStream live = mcp.listen(session)) {
            String greeting = live.bytes(GREETING.length(), SOON);
            String other = mcp.open(Endpoint.ADOPTED);
            awaitSuspensionOf(other);

            try (EventStream resumed = mcp.listen(other)) {
                assertThat(resumed.head().withoutDate().headers())
                        .isEqualTo(live.head().withoutDate().headers());
                assertThat(resumed.bytes(GREETING.length(), SOON))
                        .isEqualTo(GREETING)
                        .isEqualTo(greeting);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void row8b_delete_isAnswered204_andTheSessionIsNotResumed(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);
        awaitSuspension();

        HttpAnswer deleted = mcp.delete(endpoint, session);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.header("Content-Type")).isNull();
        assertThat(deleted.text()).isEmpty();
        Refused.NOT_FOUND.is(mcp.post(endpoint, session, Mcp.request("1", "ping")), "1");
        Refused.NOT_FOUND.is(mcp.get(endpoint, session));
        assertThat(jmx.number("RevokedSessions")).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void deletedWhileLive_isNotResumed(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);

        assertThat(mcp.delete(endpoint, session).status()).isIn(200, 204);
        Refused.NOT_FOUND.is(mcp.post(endpoint, session, Mcp.request("1", "ping")), "1");
    }

    @Test
    void endedByAnOperatorWhileSuspended_isNotResumed() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        String handle = jmx.sessions().get(0).get("handle").toString();
        awaitSuspension();

        assertThat(jmx.invoke("expireSession", handle)).isEqualTo(false);
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ADOPTED, session, Mcp.request("1", "ping")), "1");
    }

    @ParameterizedTest
    @EnumSource
    void forgedIds_areUnknown(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);
        String other = mcp.open(endpoint.other());
        char last = session.charAt(session.length() - 10);
        awaitSuspension();

        Refused.NOT_FOUND.is(mcp.post(endpoint, other, Mcp.request("1", "ping")), "1");
        Refused.NOT_FOUND.is(
                mcp.post(
                        endpoint,
                        session.substring(0, session.length() - 10)
                                + (last == 'A' ? 'B' : 'A')
                                + session.substring(session.length() - 9),
                        Mcp.request("1", "ping")),
                "1");
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void row8a_twentyRequestsAtOnce_resumeOnce(Endpoint endpoint) throws Exception {
        String session = mcp.openInUse(endpoint);
        awaitSuspension();
        jmx.invoke("resetStatistics");
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<Integer>> pings = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pings.add(clients.submit(() -> mcp.ping(endpoint, session)));
            }
            for (Future<Integer> ping : pings) {
                assertThat(ping.get()).isEqualTo(200);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(jmx.number("ResumedSessions")).isEqualTo(1);
        assertThat(jmx.number("FailedResumptions")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void fewerPlacesThanSessions_costsNoClientItsSession(Endpoint endpoint) throws Exception {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sessions.add(mcp.openInUse(endpoint));
        }
        int limit = ((Number) jmx.get("MaxActiveSessions")).intValue();
        awaitSuspension();
        jmx.set("MaxActiveSessions", 2);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(mcp.ping(endpoint, sessions.get(i % 4)))
                        .as("ping %d", i)
                        .isEqualTo(200);
                assertThat(jmx.number("ActiveSessions")).isLessThanOrEqualTo(2);
            }
        } finally {
            jmx.set("MaxActiveSessions", limit);
        }
    }

    @Test
    void endpointsOwnName_isOfNoUseAtTheEdge() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        HttpAnswer streamed = mcp.post(Endpoint.ADOPTED, session, Mcp.toolCall("7", "whoami", "{}"));
        String own = named(streamed.text());

        if (own != null) {
            Refused.NOT_FOUND.is(mcp.post(Endpoint.ADOPTED, own, Mcp.request("1", "ping")), "1");
        }
        assertThat(session).startsWith("A").hasSizeBetween(60, 128);
    }

    private static String named(String text) {
        var matcher = UUID.matcher(text);
        return matcher.find() ? matcher.group() : null;
    }

    /** While another session is live. */
    private void awaitSuspensionOf(String session) {
        await().pollDelay(IDLE.plusMillis(200)).atMost(SOON).until(() -> jmx.number("ActiveSessions") == 1);
        assertThat(session).isNotNull();
    }

    /* What differs from one answer to the next, whatever the session: the time, the endpoint's own names, its stack traces. */
    private static List<Object> comparable(HttpAnswer answer) {
        String text = STACK_TRACE.matcher(answer.text()).replaceAll("");
        return List.of(
                answer.status(),
                answer.withoutDate().headers(),
                UUID.matcher(text).replaceAll("uuid"));
    }

    /** One request of a session. */
    private enum Call {
        PING(Mcp.request("1", "ping")),
        LIST(Mcp.request("2", "tools/list")),
        UNKNOWN_METHOD(Mcp.request("3", "no/such")),
        NOTIFICATION(Mcp.INITIALIZED),
        BAD_JSON("{"),
        LARGE_BODY(Mcp.toolCall("4", "echo", "{\"text\":\"" + "x".repeat(LARGE) + "\"}")),
        CHUNKED(Mcp.request("5", "ping")),
        LARGE_CHUNKED(Mcp.toolCall("6", "echo", "{\"text\":\"" + "x".repeat(LARGE) + "\"}")),
        WRONG_ACCEPT(Mcp.request("7", "ping")),
        EXPECT_CONTINUE(Mcp.request("8", "ping")),
        STREAMED(Mcp.countdown(1)),
        WRONG_ACCEPT_OF_A_STREAM("");

        private final String body;

        Call(String body) {
            this.body = body;
        }

        HttpAnswer send(Mcp mcp, Endpoint endpoint, String session) throws IOException {
            RawRequest request = (this == WRONG_ACCEPT_OF_A_STREAM
                            ? RawRequest.get(endpoint.path()).without("Accept").header("Accept", "text/html")
                            : RawRequest.post(endpoint.path(), body))
                    .session(session)
                    .version("2025-11-25");
            return switch (this) {
                case CHUNKED, LARGE_CHUNKED -> mcp.send(request.chunked());
                case WRONG_ACCEPT -> mcp.send(request.without("Accept").header("Accept", "text/html"));
                case EXPECT_CONTINUE -> expectContinue(mcp, request.header("Expect", "100-continue"));
                default -> mcp.send(request);
            };
        }

        /* The body follows when the server asks for it, or after a while where it does not. */
        private static HttpAnswer expectContinue(Mcp mcp, RawRequest request) throws IOException {
            try (RawHttp http = mcp.connect()) {
                http.sendHead(request);
                HttpAnswer first = http.answer();
                return first.status() == 100 ? http.send(request.content()).answer() : first;
            }
        }
    }
}
