package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.TalkingEndpoint;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.CompositeData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official Java SDK's servlet frees what it holds for sessions that ended on the filter's side. What it still knows
 * is found out beside the filter, at a path of the servlet to which the filter is not mapped here.
 */
class ReleaseIT extends DeployedApplication {

    private static final String BESIDE_THE_FILTER = "/mcp/mcp";
    private static final String NAME = "to be ended";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration UNNOTICED = Duration.ofSeconds(2);
    private static final int SESSIONS = 20;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.replacing(
                        "<url-pattern>/mcp/*<",
                        "<url-pattern>" + Endpoint.ADOPTED.path() + "</url-pattern><url-pattern>" + TalkingEndpoint.PATH
                                + "/*<")
                .addClass(TalkingEndpoint.class)
                .addClasses(TalkingEndpoint.class.getDeclaredClasses());
    }

    @BeforeEach
    void drainReleases() throws Exception {
        await().atMost(SOON).until(() -> {
            sendHostRequest();
            return jmx.number("PendingReleases") == 0;
        });
        jmx.invoke("resetStatistics");
    }

    @Test
    void endpointForgetsWhatEndedHere() throws Exception {
        List<String> ended = open(SESSIONS);
        String other = mcp.open(Endpoint.ADOPTED);
        expire();
        assertThat(jmx.number("PendingReleases")).isEqualTo(SESSIONS);
        assertThat(known(ended)).as("before a host request").isEqualTo(SESSIONS);

        for (int released = 1; released <= SESSIONS; released++) {
            sendHostRequest();
            int waiting = SESSIONS - released;
            await().atMost(SOON).until(() -> jmx.number("PendingReleases") == waiting);
        }

        awaitForgotten(ended);
        assertThat(jmx.number("FailedReleases")).isZero();
        assertThat(mcp.ping(Endpoint.ADOPTED, other)).isEqualTo(200);
    }

    @Test
    void endpointForgetsWithoutARequestThatTheFilterAnswers() throws Exception {
        String other = mcp.open(Endpoint.ADOPTED);
        List<String> ended = open(2);
        expire();

        await().atMost(RawHttp.PATIENCE).until(() -> {
            assertThat(mcp.post(Endpoint.ADOPTED, other, Mcp.INITIALIZED).status())
                    .isEqualTo(202);
            return jmx.number("PendingReleases") == 0;
        });

        awaitForgotten(ended);
        assertThat(mcp.ping(Endpoint.ADOPTED, other)).isEqualTo(200);
    }

    @Test
    void endpointForgetsTheSessionOfADeadClient() throws Exception {
        String dead = open(1).get(0);
        try (EventStream stream = mcp.listen(dead)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            stream.abort();
        }
        expire();
        await().atMost(SOON).until(() -> {
            sendHostRequest();
            return known(List.of(dead)) == 0;
        });
        assertThat(jmx.number("PendingReleases")).isZero();
    }

    /* The SDK holds a lock while it writes, and takes the same one for the DELETE: released now, it would keep the host request
    waiting for as long as the client does not read, which is until the server's own timeout, if it has one. */
    @Test
    void clientThatHasStoppedReadingDelaysNoRequest() throws Exception {
        String neighbour = open(TalkingEndpoint.PATH, "neighbour");
        String deaf = open(TalkingEndpoint.PATH, NAME);
        try (RawHttp speaker = mcp.connect();
                EventStream stream =
                        mcp.connect().send(RawRequest.get(TalkingEndpoint.PATH).session(deaf)).stream()) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            speaker.send(RawRequest.get(TalkingEndpoint.SAY_MUCH).session(deaf));
            assertThat(stream.bytes(3, SOON))
                    .as("it is being written, and the client does not read on")
                    .isEqualTo("id:");

            withoutWaiting(this::expire);
            withoutWaiting(() -> jmx.invoke("sweep"));
            withoutWaiting(() -> assertThat(ping(TalkingEndpoint.PATH, deaf)).isEqualTo(404));
            for (int i = 0; i < 3; i++) {
                withoutWaiting(
                        () -> assertThat(ping(TalkingEndpoint.PATH, neighbour)).isEqualTo(200));
                withoutWaiting(() -> open(TalkingEndpoint.PATH, "another"));
                withoutWaiting(this::sendHostRequest);
            }
            assertThat(jmx.number("PendingReleases"))
                    .as("it is released when the write has ended")
                    .isEqualTo(1);
            stream.abort();
        }
        await().atMost(RawHttp.PATIENCE).until(() -> {
            sendHostRequest();
            return jmx.number("PendingReleases") == 0;
        });
        awaitForgotten(deaf);
    }

    /* No other client comes to such a path, and a client that opens sessions there could fill up the endpoint. */
    @ParameterizedTest
    @ValueSource(strings = {"/talking", "/talking/below/talking"})
    void requestAtAnotherPathIsAHost(String path) throws Exception {
        String ended = open(path, NAME);
        assertThat(ping(TalkingEndpoint.BESIDE_THE_FILTER, ended)).isEqualTo(200);
        expire();

        sendHostRequest();

        awaitForgotten(ended);
        assertThat(jmx.number("PendingReleases")).isZero();
    }

    /** Whether the endpoint confirms the DELETE, or answers 404 because it has forgotten the session by itself. */
    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void hostRequestKeepsItsResponseByteForByte(boolean forgotten, long failed) throws Exception {
        RawRequest refused = RawRequest.post(Endpoint.ADOPTED.path(), Mcp.request("5", "ping"))
                .session("unknown");
        HttpAnswer before = mcp.send(refused);
        List<String> ended = open(1);
        if (forgotten) {
            mcp.send(RawRequest.delete(BESIDE_THE_FILTER).session(ended.get(0)));
        }
        expire();

        HttpAnswer host = mcp.send(refused);

        assertThat(jmx.number("PendingReleases")).isZero();
        awaitForgotten(ended);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jmx.number("FailedReleases"))
                        .isEqualTo(Server.current().hidesStatusOfIncludes() ? 0 : failed));
        assertThat(host.withoutDate()).isEqualTo(before.withoutDate());
    }

    @Test
    void whatTheClientEndedIsNotReleased() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        assertThat(mcp.delete(Endpoint.ADOPTED, session).status()).isEqualTo(200);
        assertThat(jmx.number("PendingReleases")).isZero();
        assertThat(known(List.of(session))).isZero();
    }

    @Test
    void nothingWaitsForAnEndpointThatHoldsNothing() throws Exception {
        mcp.open(Endpoint.ISSUED, NAME, "1");
        expire();
        assertThat(jmx.number("PendingReleases")).isZero();
    }

    /** A request that the filter answers itself. */
    private void sendHostRequest() throws IOException {
        assertThat(mcp.send(RawRequest.get(Endpoint.ADOPTED.path())).status()).isEqualTo(405);
    }

    private List<String> open(int count) throws IOException {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(mcp.open(Endpoint.ADOPTED, NAME, "1"));
        }
        return sessions;
    }

    private String open(String path, String clientName) throws IOException {
        String session = mcp.send(RawRequest.post(path, Mcp.initialize("1", clientName, "1")))
                .sessionId();
        assertThat(mcp.send(RawRequest.post(path, Mcp.INITIALIZED).session(session))
                        .status())
                .isEqualTo(202);
        return session;
    }

    private int ping(String path, String session) throws IOException {
        return mcp.send(RawRequest.post(path, Mcp.request("5", "ping")).session(session))
                .status();
    }

    private static void withoutWaiting(ThrowingCallable action) {
        long start = System.nanoTime();
        assertThatCode(action).doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(UNNOTICED);
    }

    /** An operator ends the sessions that {@link #open(int)} has opened. */
    private void expire() throws Exception {
        for (CompositeData row : jmx.sessions()) {
            if (NAME.equals(row.get("clientName"))) {
                jmx.invoke("expireSession", row.get("handle"));
            }
        }
    }

    /* The host request has its response before the endpoint is told. */
    private void awaitForgotten(List<String> sessions) {
        await("what the endpoint still holds").atMost(SOON).until(() -> known(sessions) == 0);
    }

    private void awaitForgotten(String talking) {
        await("what the endpoint still holds")
                .atMost(SOON)
                .until(() -> ping(TalkingEndpoint.BESIDE_THE_FILTER, talking) == 404);
    }

    /** How many of the sessions the endpoint still answers for. */
    private int known(List<String> sessions) throws IOException {
        int known = 0;
        for (String session : sessions) {
            int status = ping(BESIDE_THE_FILTER, session);
            assertThat(status).isIn(200, 404);
            known += status == 200 ? 1 : 0;
        }
        return known;
    }
}
