package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.Ownership;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.Users;
import dev.mcpsession.it.server.DemoWar;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.openmbean.CompositeData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Owners and eviction, with users that the container authenticates by HTTP Basic. */
class OwnerIT extends DeployedApplication {

    private static final Caller ALICE = Caller.named("alice");
    private static final Caller BOB = Caller.named("bob");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LIMIT = 6;
    private static final int LIMIT_PER_OWNER = 3;

    private Ownership sessions;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of(
                        "maxSessions", String.valueOf(LIMIT),
                        "maxSessionsPerOwner", String.valueOf(LIMIT_PER_OWNER)))
                .addClass(Users.class);
    }

    @BeforeEach
    void authenticate() {
        sessions = new Ownership(mcp);
    }

    @AfterEach
    void nothingIsInFlight() throws Exception {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jmx.number("ActiveRequests")).isZero());
    }

    // Owners.

    @ParameterizedTest
    @EnumSource
    void otherCaller_answeredAsForAnUnknownId(Endpoint endpoint) throws Exception {
        String session = sessions.open(endpoint, ALICE);
        int tried = sessions.assertNoSuchSession(endpoint, session, BOB)
                + sessions.assertNoSuchSession(endpoint, session, Caller.ANONYMOUS);
        assertThat(jmx.number("OwnerMismatches")).isEqualTo(tried);
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
        assertThat(sessions.delete(endpoint, session, ALICE)).isIn(200, 204);
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void initializeWithAnotherOwnersId_opensASessionOfItsOwn(Endpoint endpoint) throws Exception {
        String alices = sessions.open(endpoint, ALICE);
        String bobs = mcp.send(BOB.sends(
                        RawRequest.post(endpoint.path(), Mcp.initialize()).session(alices)))
                .sessionId();
        assertThat(bobs).isNotEqualTo(alices);
        assertThat(sessions.ping(endpoint, bobs, BOB)).isEqualTo(200);
        assertThat(sessions.ping(endpoint, alices, ALICE)).isEqualTo(200);
        sessions.assertNoSuchSession(endpoint, bobs, ALICE);
    }

    @ParameterizedTest
    @EnumSource
    void anonymousSessionBelongsToItsFirstCallerWithAName(Endpoint endpoint) throws Exception {
        String session = sessions.open(endpoint, Caller.ANONYMOUS);
        assertThat(owner()).isNull();
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
        assertThat(owner()).isEqualTo("alice");
        sessions.assertNoSuchSession(endpoint, session, Caller.ANONYMOUS);
        sessions.assertNoSuchSession(endpoint, session, BOB);
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
    }

    @Test
    void operatorEndsAllSessionsOfAnOwner() throws Exception {
        String first = sessions.open(Endpoint.ADOPTED, ALICE);
        String second = sessions.open(Endpoint.ISSUED, ALICE);
        String bobs = sessions.open(Endpoint.ISSUED, BOB);
        assertThat(jmx.invoke("expireSessionsOf", "alice")).isEqualTo(2);
        assertThat(sessions.ping(Endpoint.ADOPTED, first, ALICE)).isEqualTo(404);
        assertThat(sessions.ping(Endpoint.ISSUED, second, ALICE)).isEqualTo(404);
        assertThat(sessions.ping(Endpoint.ISSUED, bobs, BOB)).isEqualTo(200);
        assertThat(jmx.counts("EndedSessions")).containsEntry("operator", 2L);
    }

    @Test
    void sessionBoundToAnOwner_anonymousStreamEnds() throws Exception {
        String session = sessions.open(Endpoint.ADOPTED, Caller.ANONYMOUS);
        try (EventStream stream = mcp.listen(session)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(sessions.ping(Endpoint.ADOPTED, session, ALICE)).isEqualTo(200);
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
        assertThat(sessions.ping(Endpoint.ADOPTED, session, ALICE)).isEqualTo(200);
    }

    // Eviction.

    @ParameterizedTest
    @EnumSource
    void limitReachedByYoungSessions_initialize503AndNoSessionEnds(Endpoint endpoint) throws Exception {
        String alices = sessions.open(endpoint, ALICE);
        String used = sessions.open(endpoint, Caller.ANONYMOUS);
        assertThat(sessions.ping(endpoint, used, Caller.ANONYMOUS)).isEqualTo(200);
        for (int i = 2; i < LIMIT; i++) {
            sessions.open(endpoint, Caller.ANONYMOUS);
        }
        for (int i = 0; i < LIMIT; i++) {
            assertThat(initialize(endpoint).status()).isEqualTo(503);
        }
        assertThat(sessions.ping(endpoint, alices, ALICE)).isEqualTo(200);
        assertThat(sessions.ping(endpoint, used, Caller.ANONYMOUS)).isEqualTo(200);
        assertThat(jmx.number("MaxActive")).isEqualTo(LIMIT);
        assertThat(jmx.number("EvictedSessions")).isZero();
        assertThat(jmx.number("RejectedSessions")).isEqualTo(LIMIT);
    }

    @Test
    void limitReached_oldestProvisionalSessionOfTenSecondsEvicted() throws Exception {
        Endpoint endpoint = Endpoint.ADOPTED;
        String[] provisional = new String[LIMIT];
        for (int i = 0; i < LIMIT; i++) {
            provisional[i] = mcp.initialize(endpoint);
        }
        AtomicReference<HttpAnswer> answer = new AtomicReference<>();
        await().between(Duration.ofSeconds(8), Duration.ofSeconds(20)).until(() -> {
            answer.set(initialize(endpoint));
            return answer.get().status() == 200;
        });
        Refused.NOT_FOUND.is(mcp.post(endpoint, provisional[0], Mcp.request("1", "ping")), "1");
        assertThat(jmx.number("EvictedSessions")).isEqualTo(1);

        // The next one is as old. An initialize that the endpoint refuses does not evict it.
        RawRequest refused = RawRequest.post(endpoint.path(), Mcp.initialize())
                .without("Accept")
                .header("Accept", "text/plain");
        assertThat(mcp.send(refused).status()).isEqualTo(400);
        for (int i = 1; i < LIMIT; i++) {
            assertThat(mcp.ping(endpoint, provisional[i])).isEqualTo(200);
        }
        assertThat(jmx.number("EvictedSessions")).isEqualTo(1);
    }

    private HttpAnswer initialize(Endpoint endpoint) throws IOException {
        return mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()));
    }

    @ParameterizedTest
    @EnumSource
    void ownersLimitReached_ownersIdleLongestEvicted(Endpoint endpoint) throws Exception {
        String first = sessions.open(endpoint, ALICE);
        String bobs = sessions.open(endpoint, BOB);
        String[] later = new String[LIMIT_PER_OWNER];
        for (int i = 0; i < LIMIT_PER_OWNER; i++) {
            later[i] = sessions.open(endpoint, ALICE);
        }
        assertThat(sessions.ping(endpoint, first, ALICE)).isEqualTo(404);
        for (String session : later) {
            assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
        }
        assertThat(sessions.ping(endpoint, bobs, BOB)).isEqualTo(200);
        assertThat(jmx.number("EvictedSessions")).isEqualTo(1);
    }

    /** The owner that the table shows for the only session. */
    private String owner() throws Exception {
        assertThat(jmx.sessions()).hasSize(1);
        CompositeData row = jmx.sessions().get(0);
        return (String) row.get("owner");
    }
}
