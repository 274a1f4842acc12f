package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.LogLines;
import dev.mcpsession.Owner;
import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.Sweeper;
import dev.mcpsession.engine.TimeSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine says becomes a line that says what to do, and a notification. */
class OperatorAlertsTest implements TimeSource {

    private final JmxNotifier notifier = new JmxNotifier(null);
    private final OperatorAlerts listener = new OperatorAlerts("/app", notifier, this);
    private final SessionRegistry registry = new SessionRegistry(
            new Configuration(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(1),
                    Duration.ofHours(24),
                    Duration.ofSeconds(15),
                    Duration.ZERO,
                    null,
                    2,
                    -1,
                    true,
                    true,
                    new ProtocolVersions(ProtocolVersions.WITH_SESSIONS),
                    AllowedOrigins.NONE,
                    true,
                    "tid",
                    true,
                    null,
                    Duration.ofDays(7)),
            this,
            listener);
    private final List<Notification> notifications = new ArrayList<>();
    private MBeanRegistration registration;
    private LogLines log;
    private long nanos;

    @BeforeEach
    void listen() throws Exception {
        listener.watch(registry);
        registration = MBeanRegistration.register(
                new SessionManagement(
                        registry, new Sweeper(registry, new ScheduledThreadPoolExecutor(1)), KeepAlives.idle()),
                notifier,
                "test",
                "/heard");
        ManagementFactory.getPlatformMBeanServer()
                .addNotificationListener(
                        new ObjectName("dev.mcpsession:type=McpSessions,host=test,context=/heard"),
                        (notification, handback) -> notifications.add(notification),
                        null,
                        null);
        log = new LogLines(OperatorAlerts.class.getName());
    }

    @AfterEach
    void stopListening() {
        log.close();
        registration.close();
    }

    @Test
    void theLimitIsAWarningWithAWayOut() {
        open("a", null);
        open("b", null);
        assertThat(registry.reserve(null)).isNull();
        assertThat(registry.reserve(null)).isNull();
        registry.admission().setMaxSessions(-1);

        assertThat(log.lines()).hasSize(3);
        assertThat(log.lines().get(0))
                .startsWith("WARNING /app: the limit of 2 MCP sessions is reached;")
                .contains("maxSessions", "MaxActiveSessions", "idleTimeout");
        assertThat(log.lines().get(1))
                .startsWith("WARNING /app: an initialize was answered 503")
                .contains("MaxActiveSessions");
        assertThat(log.lines().get(2)).isEqualTo("INFO /app: the limit of MCP sessions is cleared: 2 of -1");
        assertThat(notifications)
                .extracting(Notification::getType)
                .containsExactly("dev.mcpsession.limit.reached", "dev.mcpsession.limit.cleared");
        CompositeData reached = (CompositeData) notifications.get(0).getUserData();
        assertThat(reached.getAll(new String[] {"activeSessions", "maxActiveSessions"}))
                .containsExactly(2, 2);
    }

    @Test
    void aMismatchSaysWhoseAndWho() {
        String handle = open("secret", "alice");

        registry.sessionNotFound("/mcp", "secret", Owner.named("bob\n"));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING /app: MCP session id presented by a caller other than its owner, answered 404: session "
                                + handle + ", owner alice ["
                                + registry.queries().handleOf(Owner.named("alice"))
                                + "], caller bob? ["
                                + registry.queries().handleOf(Owner.named("bob\n")) + "].")
                .contains("expireSession")
                .doesNotContain("secret");
        CompositeData data = (CompositeData) notifications.get(0).getUserData();
        assertThat(data.getAll(new String[] {"handle", "owner", "ownerHandle", "caller", "callerHandle", "leftOut"}))
                .containsExactly(
                        handle,
                        "alice",
                        registry.queries().handleOf(Owner.named("alice")),
                        "bob?",
                        registry.queries().handleOf(Owner.named("bob\n")),
                        0L);
    }

    @Test
    void mismatchesAreSaidOnceAMinuteWithTheirNumber() {
        open("a", "alice");
        for (int i = 0; i < 5; i++) {
            registry.sessionNotFound("/mcp", "a", null);
        }
        assertThat(log.lines()).hasSize(1);
        assertThat(notifications).hasSize(1);

        nanos += Duration.ofMinutes(1).toNanos();
        registry.sessionNotFound("/mcp", "a", null);

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).contains("caller anonymous.").endsWith("(4 more since the last warning)");
        assertThat(((CompositeData) notifications.get(1).getUserData()).get("leftOut"))
                .isEqualTo(4L);
    }

    @Test
    void endsThatNoEndpointHearsOfAreAWarning() {
        listener.releaseDropped();
        listener.releaseDropped();

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING /app: release queue full")
                .contains("PendingReleases");
    }

    private String open(String id, String owner) {
        return registry.reserve(owner == null ? null : Owner.named(owner))
                .adopt("/mcp", id, ClientInfo.UNKNOWN)
                .session()
                .handle();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }
}
