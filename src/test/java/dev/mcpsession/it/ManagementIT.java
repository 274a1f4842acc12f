package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees and does, over a real JMX connection that has none of our classes. */
class ManagementIT extends DeployedApplication {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** Names are API. */
    private static final List<String> READ_ONLY = List.of(
            "ActiveRequests",
            "ActiveSessions",
            "ActiveStreams",
            "BlockedStreamWriters",
            "Clients",
            "EndedSessions",
            "EvictedSessions",
            "ExpiredSessions",
            "FailedReleases",
            "FailedResumptions",
            "LastSweepTimestamp",
            "LostSessions",
            "LostStreams",
            "MaxActive",
            "OwnerMismatches",
            "PendingReleases",
            "ProcessingTime",
            "ProtocolVersions",
            "RejectedSessions",
            "ReplacedSessions",
            "Resumable",
            "ResumedSessions",
            "RevokedSessions",
            "SessionAverageAliveTime",
            "SessionCounter",
            "SessionMaxAliveTime",
            "SessionTableLimit",
            "Sessions",
            "StreamComments",
            "StreamKeepAliveSeconds",
            "SuspendedSessions",
            "TerminatedSessions",
            "UnknownSessionRequests",
            "UnsealableSessions");

    private static final List<String> WRITABLE = List.of(
            "Accepting",
            "IdleTimeoutSeconds",
            "InitializeTimeoutSeconds",
            "MaxActiveSessions",
            "MaxActiveSessionsPerOwner",
            "MaxLifetimeSeconds",
            "ResumeWithinSeconds",
            "StreamIdleTimeoutSeconds");

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.asBuilt();
    }

    @AfterEach
    void putBack() throws Exception {
        jmx.set("Accepting", true);
        jmx.set("MaxActiveSessions", 10_000);
        jmx.set("IdleTimeoutSeconds", 1800L);
        jmx.set("InitializeTimeoutSeconds", 60L);
        jmx.set("StreamIdleTimeoutSeconds", 86_400L);
        jmx.set("MaxLifetimeSeconds", 0L);
    }

    // What is there.

    @Test
    void nameSaysServerAndApplication() {
        String context = deployment.getPath().replaceAll("/$", "");
        assertThat(jmx.name().toString())
                .matches("dev\\.mcpsession:type=McpSessions,host=[^,\"]+,context="
                        + (context.isEmpty() ? "/" : context));
    }

    @Test
    void attributesAreThoseThatArePromised() throws Exception {
        assertThat(jmx.info().getAttributes())
                .filteredOn(attribute -> !attribute.isWritable())
                .extracting(MBeanAttributeInfo::getName)
                .containsExactlyInAnyOrderElementsOf(READ_ONLY);
        assertThat(jmx.info().getAttributes())
                .filteredOn(MBeanAttributeInfo::isWritable)
                .extracting(MBeanAttributeInfo::getName)
                .containsExactlyInAnyOrderElementsOf(WRITABLE);
        assertThat(values())
                .allSatisfy((name, value) -> assertThat(value).as(name).isNotEqualTo("null"));
    }

    @Test
    void everythingIsDescribed() throws Exception {
        assertThat(jmx.info().getDescription()).contains("MCP sessions");
        for (MBeanAttributeInfo attribute : jmx.info().getAttributes()) {
            assertThat(attribute.getDescription()).as(attribute.getName()).contains(" ");
        }
        assertThat(jmx.info().getOperations())
                .extracting(MBeanOperationInfo::getName)
                .containsExactlyInAnyOrder("expireSession", "expireSessionsOf", "sweep", "resetStatistics");
        for (MBeanOperationInfo operation : jmx.info().getOperations()) {
            assertThat(operation.getDescription()).as(operation.getName()).contains(" ");
            assertThat(Arrays.asList(operation.getSignature()))
                    .as("parameters of %s", operation.getName())
                    .allSatisfy(parameter -> {
                        assertThat(parameter.getName()).isIn("handle", "owner");
                        assertThat(parameter.getDescription()).contains(" ");
                    });
        }
    }

    @Test
    void sessionsAreShownByWhatTheirClientsSay() throws Exception {
        Date before = Date.from(Instant.now().minusSeconds(1));
        mcp.open(Endpoint.ADOPTED, "first client", "1.2.3");
        mcp.post(Endpoint.ISSUED, Mcp.initialize("1", "sec\\\"ond<script>\\n", "\\u0007"));
        assertThat(jmx.number("ActiveSessions")).isEqualTo(2);
        List<CompositeData> rows = jmx.sessions();
        assertThat(rows).hasSize(2);
        CompositeData first = row(rows, "/mcp");
        assertThat(first.get("clientName")).isEqualTo("first client");
        assertThat(first.get("clientVersion")).isEqualTo("1.2.3");
        assertThat(first.get("protocolVersion")).isEqualTo("2025-11-25");
        assertThat(first.get("state")).isEqualTo("established");
        assertThat(first.get("namedBy")).isEqualTo("endpoint");
        assertThat(first.get("requestsServed")).isEqualTo(2L);
        assertThat(first.get("requestsInFlight")).isEqualTo(0);
        assertThat(first.get("openStreams")).isEqualTo(0);
        assertThat((String) first.get("handle")).matches("[0-9a-f]{16}");
        assertThat((Date) first.get("created"))
                .isBetween(before, Date.from(Instant.now().plusSeconds(1)));
        CompositeData second = row(rows, "/stateless/mcp");
        assertThat(second.get("clientName")).as("made safe").isEqualTo("sec?ond?script??");
        assertThat(second.get("clientVersion")).isEqualTo("?");
        assertThat(second.get("state")).isEqualTo("provisional");
        assertThat(second.get("namedBy")).isEqualTo("filter");
        assertThat(second.get("handle")).isNotEqualTo(first.get("handle"));
        assertThat(jmx.usage("Clients", "first client")).containsExactly(1, 2L);
        assertThat(jmx.usage("Clients", "sec?ond?script??")).containsExactly(1, 1L);
        assertThat(jmx.usage("ProtocolVersions", "2025-11-25")).containsExactly(2, 3L);
    }

    @Test
    void noIdIsShownAnywhere() throws Exception {
        String adopted = mcp.open(Endpoint.ADOPTED);
        String issued = mcp.open(Endpoint.ISSUED);
        mcp.post(Endpoint.ADOPTED, "a-dead-id", Mcp.request("1", "ping"));
        try (EventStream stream = mcp.listen(adopted)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(values().toString() + jmx.info()).doesNotContain(adopted, issued, "a-dead-id");
        }
    }

    @Test
    void gaugesAndCountersFollowWhatHappens() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        String other = mcp.open(Endpoint.ISSUED);
        try (EventStream stream = mcp.listen(session);
                EventStream call = mcp.startCountdown(session, 3)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(jmx.number("ActiveRequests")).isEqualTo(2);
            assertThat(call.toEnd(SOON)).contains("Counted 3 s.");
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 1);
        }
        mcp.delete(Endpoint.ISSUED, other);
        mcp.ping(Endpoint.ISSUED, other);
        mcp.get(Endpoint.ADOPTED, "unknown");
        mcp.delete(Endpoint.ADOPTED, "unknown");
        assertThat(mcp.post(Endpoint.ADOPTED, session, Mcp.initialize()).status())
                .isEqualTo(200);
        assertThat(jmx.number("SessionCounter")).isEqualTo(3);
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(1);
        assertThat(jmx.number("ReplacedSessions")).isEqualTo(1);
        assertThat(jmx.number("UnknownSessionRequests")).isEqualTo(3);
        assertThat(jmx.number("MaxActive")).isEqualTo(2);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
        assertThat(jmx.number("ExpiredSessions")).isZero();
        assertThat(jmx.number("LostSessions")).isZero();
        assertThat(jmx.number("RejectedSessions")).isZero();
    }

    @Test
    void sumsHoldUnderLoad() throws Exception {
        int threads = 4;
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Endpoint endpoint = i % 2 == 0 ? Endpoint.ADOPTED : Endpoint.ISSUED;
                all.add(() -> {
                    for (int round = 0; round < 25; round++) {
                        String session = mcp.open(endpoint);
                        if (round % 3 == 0) {
                            mcp.delete(endpoint, session);
                        } else if (round % 3 == 1) {
                            mcp.post(endpoint, session, Mcp.initialize());
                        }
                        if (round == 12) {
                            jmx.invoke("resetStatistics");
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> client : clients.invokeAll(all)) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(jmx.number("ActiveSessions")).isGreaterThan(threads);
        assertSums();
        jmx.expireAll();
        assertThat(jmx.number("ActiveSessions")).isZero();
        assertSums();
    }

    private void assertSums() throws Exception {
        Map<String, Long> ended = jmx.counts("EndedSessions");
        assertThat(ended)
                .containsOnlyKeys(
                        "client", "idle", "lifetime", "operator", "limit", "replaced", "endpoint_gone", "shutdown");
        long sum = ended.values().stream().mapToLong(Long::longValue).sum();
        assertThat(jmx.number("SessionCounter") - sum).as("%s", ended).isEqualTo(jmx.number("ActiveSessions"));
        assertThat(jmx.number("ExpiredSessions")).isEqualTo(ended.get("idle") + ended.get("lifetime"));
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(ended.get("client") + ended.get("operator"));
        assertThat(jmx.number("EvictedSessions")).isEqualTo(ended.get("limit"));
        assertThat(jmx.number("ReplacedSessions")).isEqualTo(ended.get("replaced"));
        assertThat(jmx.number("LostSessions")).isEqualTo(ended.get("endpoint_gone"));
        assertThat(jmx.number("ActiveSessions"))
                .as("rows")
                .isEqualTo(jmx.sessions().size());
    }

    // What can be done.

    @ParameterizedTest
    @EnumSource
    void draining_initialize503AndLiveSessionsContinue(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);
        jmx.set("Accepting", false);
        HttpAnswer refused = mcp.post(endpoint, Mcp.initialize("\"drained\""));
        Refused.UNAVAILABLE.is(refused, "\"drained\"");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isGreaterThanOrEqualTo(1);
        assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
        assertThat(jmx.number("RejectedSessions")).isEqualTo(1);
        jmx.set("Accepting", true);
        assertThat(mcp.post(endpoint, Mcp.initialize()).status()).isEqualTo(200);
    }

    @Test
    void limitCanBeChanged() throws Exception {
        mcp.open(Endpoint.ISSUED);
        String second = mcp.open(Endpoint.ISSUED);
        assertThat(mcp.ping(Endpoint.ISSUED, second)).isEqualTo(200);
        jmx.set("MaxActiveSessions", 1);
        assertThat(jmx.number("ActiveSessions")).as("no session is ended").isEqualTo(2);
        assertThat(jmx.number("MaxActiveSessions")).isEqualTo(1);
        jmx.set("MaxActiveSessions", -1);
        assertThat(mcp.post(Endpoint.ISSUED, Mcp.initialize()).status()).isEqualTo(200);
    }

    @Test
    void loweredLimit_initialize503() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(200);
        jmx.set("MaxActiveSessions", 1);
        Refused.UNAVAILABLE.is(mcp.post(Endpoint.ISSUED, Mcp.initialize()), "1");
        jmx.set("MaxActiveSessions", 2);
        assertThat(mcp.post(Endpoint.ISSUED, Mcp.initialize()).status()).isEqualTo(200);
    }

    @Test
    void notifiesOfTheLimitAtItsEdges() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(200);
        BlockingQueue<Notification> notifications = jmx.notifications();
        jmx.set("MaxActiveSessions", 1);
        mcp.post(Endpoint.ISSUED, Mcp.initialize());
        mcp.post(Endpoint.ISSUED, Mcp.initialize());
        mcp.delete(Endpoint.ISSUED, session);

        await().atMost(SOON.multipliedBy(5)).until(() -> notifications.size() >= 2);
        Notification reached = notifications.remove();
        assertThat(reached.getType()).isEqualTo("dev.mcpsession.limit.reached");
        assertThat(reached.getSource()).isEqualTo(jmx.name());
        assertThat(((CompositeData) reached.getUserData()).getAll(new String[] {"activeSessions", "maxActiveSessions"}))
                .containsExactly(1, 1);
        Notification cleared = notifications.remove();
        assertThat(cleared.getType()).isEqualTo("dev.mcpsession.limit.cleared");
        assertThat(((CompositeData) cleared.getUserData()).get("rejectedSessions"))
                .isEqualTo(2L);
        assertThat(notifications).isEmpty();
    }

    @Test
    void idleTimeoutCanBeChangedAndTheSweepFollows() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        jmx.set("IdleTimeoutSeconds", 1L);
        assertThat(jmx.number("IdleTimeoutSeconds")).isEqualTo(1);
        assertThat(jmx.invoke("sweep")).as("sessions that this sweep has ended").isEqualTo(1);
        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(404);
        mcp.open(Endpoint.ISSUED);
        await().atMost(Duration.ofSeconds(5)).until(() -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("ExpiredSessions")).isEqualTo(2);
        jmx.set("IdleTimeoutSeconds", 0L);
        assertThat(jmx.number("IdleTimeoutSeconds")).isZero();
    }

    @Test
    void timeoutsOfOtherStatesCanBeChanged() throws Exception {
        mcp.initialize(Endpoint.ISSUED);
        String established = mcp.open(Endpoint.ISSUED);
        jmx.set("InitializeTimeoutSeconds", 1L);
        await().atMost(Duration.ofSeconds(5)).until(() -> jmx.number("ActiveSessions") == 1);
        assertThat(mcp.ping(Endpoint.ISSUED, established)).isEqualTo(200);

        String listening = mcp.open(Endpoint.ADOPTED);
        try (EventStream stream = mcp.listen(listening)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            jmx.set("StreamIdleTimeoutSeconds", 1L);
            assertThat(stream.eventsToEnd(Duration.ofSeconds(5))).isEmpty();
        }
        assertThat(mcp.ping(Endpoint.ISSUED, established)).isEqualTo(200);
        jmx.set("MaxLifetimeSeconds", 1L);
        await().atMost(Duration.ofSeconds(5)).until(() -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.counts("EndedSessions")).containsEntry("lifetime", 1L).containsEntry("idle", 2L);
    }

    @Test
    void sweepCanBeAskedFor() throws Exception {
        mcp.open(Endpoint.ISSUED);
        long before = System.currentTimeMillis();
        assertThat(jmx.invoke("sweep")).isEqualTo(0);
        assertThat(jmx.number("LastSweepTimestamp")).isBetween(before, System.currentTimeMillis());
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 3_153_600_001L, Long.MAX_VALUE})
    void badIdleTimeoutIsRefused(long seconds) throws Exception {
        assertRefused("IdleTimeoutSeconds", seconds);
        assertThat(jmx.number("IdleTimeoutSeconds")).isEqualTo(1800);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, Integer.MIN_VALUE})
    void badLimitIsRefused(int limit) throws Exception {
        assertRefused("MaxActiveSessions", limit);
        assertThat(jmx.number("MaxActiveSessions")).isEqualTo(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void operatorEndsASession(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint, "victim", "1");
        String bystander = mcp.open(endpoint, "bystander", "1");
        String handle = jmx.handleOf("victim");
        assertThat(jmx.invoke("expireSession", handle)).isEqualTo(true);
        Refused.NOT_FOUND.is(mcp.post(endpoint, session, Mcp.request("1", "ping")), "1");
        assertThat(mcp.ping(endpoint, bystander)).isEqualTo(200);
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(1);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
        for (Object gone : new Object[] {handle, "", "0123456789abcdef", session, bystander}) {
            assertThat(jmx.invoke("expireSession", gone))
                    .as("%s is no handle of a session", gone)
                    .isEqualTo(false);
        }
    }

    @Test
    void anonymousSession_hasNoOwner() throws Exception {
        mcp.open(Endpoint.ISSUED);
        assertThat(jmx.invoke("expireSessionsOf", "null")).isEqualTo(0);
        assertThat(jmx.invoke("expireSessionsOf", "")).isEqualTo(0);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
    }

    @Test
    void streamsOfAnEndedSessionEndAndItsCallsFinish() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED, "busy", "1");
        try (EventStream stream = mcp.listen(session);
                EventStream call = mcp.startCountdown(session, 2)) {
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(jmx.invoke("expireSession", jmx.handleOf("busy"))).isEqualTo(true);
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
            Refused.NOT_FOUND.is(mcp.get(Endpoint.ADOPTED, session));
            assertThat(call.toEnd(SOON.multipliedBy(2)))
                    .as("the answer is owed")
                    .contains("Counted 2 s.");
        }
        assertThat(jmx.number("ActiveSessions")).isZero();
        assertThat(jmx.number("ActiveRequests")).isZero();
    }

    @Test
    void statisticsStartAnew() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        mcp.delete(Endpoint.ISSUED, mcp.open(Endpoint.ISSUED));
        mcp.ping(Endpoint.ISSUED, "unknown");
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
        jmx.invoke("resetStatistics");
        assertThat(jmx.number("SessionCounter")).as("who is live is counted").isEqualTo(1);
        for (String counter : List.of(
                "TerminatedSessions",
                "UnknownSessionRequests",
                "ExpiredSessions",
                "FailedReleases",
                "RejectedSessions",
                "ReplacedSessions",
                "LostSessions",
                "SessionAverageAliveTime",
                "SessionMaxAliveTime")) {
            assertThat(jmx.number(counter)).as(counter).isZero();
        }
        assertThat(jmx.number("MaxActive")).isEqualTo(1);
        assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(200);
    }

    @Test
    void agesOfEndedSessionsAreKept() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        mcp.delete(Endpoint.ISSUED, session);
        assertThat(jmx.number("SessionMaxAliveTime")).isBetween(1L, 5L);
        assertThat(jmx.number("SessionAverageAliveTime")).isBetween(1L, 5L);
    }

    private void assertRefused(String attribute, Object value) {
        // In a RuntimeMBeanException, which some servers wrap once more.
        assertThatThrownBy(() -> jmx.set(attribute, value))
                .rootCause()
                .as("of a class that every console has")
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "The MCP session filter cannot use " + attribute + " = '" + value + "': expected .+");
    }

    /** All attributes, in text: tables row by row. */
    private Map<String, String> values() throws Exception {
        Map<String, String> values = new TreeMap<>();
        for (MBeanAttributeInfo attribute : jmx.info().getAttributes()) {
            Object value = jmx.get(attribute.getName());
            values.put(
                    attribute.getName(),
                    value instanceof Object[] table ? Arrays.toString(table) : String.valueOf(value));
        }
        return values;
    }

    private static CompositeData row(List<CompositeData> rows, String path) {
        List<CompositeData> found =
                rows.stream().filter(row -> path.equals(row.get("path"))).toList();
        assertThat(found).as("sessions at %s", path).hasSize(1);
        return found.get(0);
    }
}
