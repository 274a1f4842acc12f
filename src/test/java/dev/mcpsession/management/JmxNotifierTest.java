package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifications as a listener at the MBean server gets them. */
class JmxNotifierTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Deque<Runnable> handedOver = new ArrayDeque<>();
    private final JmxNotifier notifier = new JmxNotifier(handedOver::add);
    private final List<Notification> received = new ArrayList<>();
    private final NotificationListener listener = (notification, handback) -> received.add(notification);
    private MBeanRegistration registration;
    private ObjectName name;

    @BeforeEach
    void register() throws Exception {
        registration = MBeanRegistration.register(new StubSessions(), notifier, "test", "/notifier");
        name = new ObjectName("dev.mcpsession:type=McpSessions,host=test,context=/notifier");
        server.addNotificationListener(name, listener, null, null);
    }

    @AfterEach
    void unregister() {
        registration.close();
    }

    @Test
    void areDescribed() throws Exception {
        MBeanNotificationInfo[] infos = server.getMBeanInfo(name).getNotifications();

        assertThat(Arrays.stream(infos).flatMap(info -> Arrays.stream(info.getNotifTypes())))
                .containsExactlyInAnyOrder(
                        "dev.mcpsession.limit.reached",
                        "dev.mcpsession.limit.cleared",
                        "dev.mcpsession.owner.mismatch");
        assertThat(infos).allSatisfy(info -> assertThat(info.getDescription()).contains(" "));
    }

    @Test
    void comeWithOpenTypesInOrder() {
        notifier.limitReached(new LimitReport(10, 10, 3, 4));
        notifier.limitCleared(new LimitReport(9, 10, 3, 4));
        notifier.ownerMismatch(new MismatchReport("0123456789abcdef", "alice", "fedcba9876543210", null, null, 7));
        runAll();

        assertThat(received)
                .extracting(Notification::getType)
                .containsExactly(
                        "dev.mcpsession.limit.reached",
                        "dev.mcpsession.limit.cleared",
                        "dev.mcpsession.owner.mismatch");
        assertThat(received).extracting(Notification::getSequenceNumber).isSorted();
        assertThat(received).extracting(Notification::getSource).containsOnly(name);
        assertThat(received)
                .extracting(Notification::getMessage)
                .allSatisfy(text -> assertThat(text).contains("MCP session"));
        CompositeData limit = (CompositeData) received.get(0).getUserData();
        assertThat(limit.getAll(
                        new String[] {"activeSessions", "maxActiveSessions", "evictedSessions", "rejectedSessions"}))
                .containsExactly(10, 10, 3L, 4L);
        CompositeData mismatch = (CompositeData) received.get(2).getUserData();
        assertThat(mismatch.getAll(
                        new String[] {"handle", "owner", "ownerHandle", "caller", "callerHandle", "leftOut"}))
                .containsExactly("0123456789abcdef", "alice", "fedcba9876543210", null, null, 7L);
    }

    @Test
    void listenersDoNotRunOnTheThreadThatRaisesThem() {
        notifier.limitReached(new LimitReport(1, 1, 0, 0));

        assertThat(received).isEmpty();
        assertThat(handedOver).hasSize(1);
    }

    @Test
    void areNeverHandedOverTwoAtATime() {
        notifier.limitReached(new LimitReport(1, 1, 0, 0));
        notifier.limitCleared(new LimitReport(0, 1, 0, 0));
        assertThat(handedOver).as("one task brings both, one after the other").hasSize(1);

        runAll();
        notifier.limitReached(new LimitReport(1, 1, 0, 0));
        runAll();

        assertThat(received).hasSize(3);
    }

    @Test
    void failingListener_delaysNoOther() throws Exception {
        server.addNotificationListener(
                name,
                (notification, handback) -> {
                    throw new AssertionError("thrown on purpose");
                },
                null,
                null);

        for (int i = 0; i < 3; i++) {
            notifier.limitReached(new LimitReport(1, 1, 0, 0));
            runAll();
        }

        assertThat(received).hasSize(3);
    }

    @Test
    void areDroppedRatherThanKeptForEver() {
        for (int i = 0; i < 1000; i++) {
            notifier.limitReached(new LimitReport(i, 1, 0, 0));
        }
        runAll();
        assertThat(received).hasSizeBetween(1, 100);

        received.clear();
        notifier.limitCleared(new LimitReport(0, 1, 0, 0));
        runAll();
        assertThat(received).hasSize(1);
    }

    @Test
    void aServerThatTakesNoTasksIsNoFailure() {
        JmxNotifier refused = new JmxNotifier(task -> {
            throw new RejectedExecutionException("thrown on purpose");
        });
        try (MBeanRegistration other = MBeanRegistration.register(new StubSessions(), refused, "test", "/refused")) {
            assertThat(other).isNotNull();
            assertThatCode(() -> {
                        server.addNotificationListener(
                                new ObjectName("dev.mcpsession:type=McpSessions,host=test,context=/refused"),
                                listener,
                                null,
                                null);
                        refused.limitReached(new LimitReport(1, 1, 0, 0));
                        refused.limitCleared(new LimitReport(1, 1, 0, 0));
                    })
                    .doesNotThrowAnyException();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void notRegistered_sendsNothing() {
        registration.close();

        notifier.limitReached(new LimitReport(1, 1, 0, 0));

        assertThat(handedOver).isEmpty();
    }

    private void runAll() {
        for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
            task.run();
        }
    }
}
