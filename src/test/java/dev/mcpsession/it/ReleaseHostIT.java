package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.CurrentSession;
import dev.mcpsession.it.endpoint.KeepingEndpoint;
import dev.mcpsession.it.endpoint.Users;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.openmbean.CompositeData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can do to other clients, and to an endpoint, by the sessions that it leaves to be released. */
@NotOn(value = Server.JETTY, because = "it has no CDI")
class ReleaseHostIT extends DeployedApplication {

    private static final Caller ALICE = Caller.named("alice");
    private static final Caller BOB = Caller.named("bob");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("protocolVersions", "2025-06-18, 2025-11-25, 2026-07-28"))
                .addClasses(KeepingEndpoint.class, CurrentSession.class, Users.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @BeforeEach
    void releaseAll() throws Exception {
        await().atMost(SOON).until(() -> {
            sendHostRequest();
            return jmx.number("PendingReleases") == 0;
        });
        awaitKept(0);
        jmx.invoke("resetStatistics");
    }

    @AfterEach
    void resetLimit() throws Exception {
        jmx.set("MaxActiveSessions", 10_000);
    }

    /* 2,000 segments once overflowed the stack of the request that was to release the session. */
    @Test
    void initializeAtALongPath_isRefused_andOtherClientsAreAnswered() throws Exception {
        String path = "/mcp" + "/a".repeat(2_000) + "/mcp";
        String other = mcp.open(Endpoint.ADOPTED);
        for (int i = 0; i < 20; i++) {
            HttpAnswer refused = mcp.send(RawRequest.post(path, Mcp.initialize()));
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.headers(HttpAnswer.SESSION_ID)).isEmpty();
            assertThat(mcp.ping(Endpoint.ADOPTED, other)).isEqualTo(200);
        }
        assertThat(jmx.number("ActiveSessions")).isOne();
    }

    /* A server may refuse such a path by itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp/..;/mcp",
                "/mcp/x%3by/mcp",
                "/mcp/%20/mcp",
                "/mcp;a=b",
                "/mcp/%6dcp",
                "/mcp//mcp",
                "/mcp/./mcp",
                "/mcp/x/../mcp"
            })
    void initializeAtAnOddPath_opensNoSession(String path) throws Exception {
        HttpAnswer refused = mcp.send(RawRequest.post(path, Mcp.initialize()));

        assertThat(refused.status()).isIn(400, 404);
        assertThat(refused.headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(jmx.number("ActiveSessions")).isZero();
    }

    @Test
    void pendingReleaseOfAnotherOwner_doesNotReachTheRequestScopedBeans() throws Exception {
        String alices = open(ALICE);
        String bobs = open(BOB);
        assertThat(ping(BOB, bobs)).contains("\"bob\"");
        expire("alice");

        assertThat(kept()).isEqualTo(2);
        await().atMost(RawHttp.PATIENCE).until(() -> {
            assertThat(ping(BOB, bobs)).contains("\"bob\"");
            return kept() == 1;
        });

        assertThat(jmx.number("FailedReleases")).isZero();
        assertThat(mcp.send(ALICE.sends(call(alices))).status()).isEqualTo(404);
    }

    @Test
    void endpointWhoseDeleteThrowsAnError_leavesTheHostResponseWhole() throws Exception {
        HttpAnswer before = sendHostRequest();
        open(ALICE, KeepingEndpoint.FAILING);
        expire("alice");

        HttpAnswer host = sendHostRequest();

        assertThat(host.withoutDate()).isEqualTo(before.withoutDate());
        awaitKept(0);
        await().atMost(SOON).until(() -> jmx.number("FailedReleases") == 1);
    }

    @Test
    void initializeRefusedWhenItsResponseLeaves_leavesNoEndpointSession() throws Exception {
        jmx.set("MaxActiveSessions", 1);
        assertThat(mcp.send(RawRequest.post(KeepingEndpoint.PATH, Mcp.initialize()))
                        .status())
                .isEqualTo(200);
        List<Integer> statuses = initializeAtOnce();

        assertThat(statuses).contains(200, 503).containsOnly(200, 503);
        assertThat(jmx.number("RejectedSessions"))
                .isEqualTo(statuses.stream().filter(status -> status == 503).count());
        await().atMost(SOON).until(() -> {
            sendHostRequest();
            return jmx.number("PendingReleases") == 0;
        });
        awaitKept(1);
        assertThat(jmx.number("FailedReleases")).isZero();
    }

    @Test
    void sessionNamedOnASessionlessRequest_isReleased() throws Exception {
        HttpAnswer answer =
                mcp.send(RawRequest.post(KeepingEndpoint.PATH, Mcp.initialize()).version("2026-07-28"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(kept()).isOne();

        sendHostRequest();

        awaitKept(0);
    }

    /** The status of each: all of them find the anonymous session to evict, which one of them does. */
    private List<Integer> initializeAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Integer>> pending = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                Caller caller = i % 2 == 0 ? ALICE : BOB;
                pending.add(clients.submit(() -> mcp.send(caller.sends(
                                RawRequest.post(KeepingEndpoint.PATH + KeepingEndpoint.SLOW, Mcp.initialize())))
                        .status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : pending) {
                statuses.add(status.get());
            }
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    /** A request that the filter answers itself. */
    private HttpAnswer sendHostRequest() throws IOException {
        HttpAnswer answer = mcp.send(RawRequest.get(Endpoint.ADOPTED.path()));
        assertThat(answer.status()).isEqualTo(405);
        return answer;
    }

    private String open(Caller caller) throws IOException {
        return open(caller, "");
    }

    private String open(Caller caller, String query) throws IOException {
        return mcp.send(caller.sends(RawRequest.post(KeepingEndpoint.PATH + query, Mcp.initialize())))
                .sessionId();
    }

    private String ping(Caller caller, String session) throws IOException {
        HttpAnswer answer = mcp.send(caller.sends(call(session)));
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private static RawRequest call(String session) {
        return RawRequest.post(KeepingEndpoint.PATH, Mcp.request("5", "ping")).session(session);
    }

    private void expire(String owner) throws Exception {
        for (CompositeData row : jmx.sessions()) {
            if (owner.equals(row.get("owner"))) {
                jmx.invoke("expireSession", row.get("handle"));
            }
        }
    }

    /* The host request has its response before the endpoint is told. */
    private void awaitKept(int count) {
        await("sessions that the endpoint keeps").atMost(SOON).until(() -> kept() == count);
    }

    private int kept() throws IOException {
        return Integer.parseInt(
                mcp.send(RawRequest.get(KeepingEndpoint.KEPT)).text().strip());
    }
}
