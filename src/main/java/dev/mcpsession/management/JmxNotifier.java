package dev.mcpsession.management;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Sends the JMX notifications of an MXBean. User data are of open types, so that a console needs no class of this
 * library.
 *
 * <p>A request thread creates the notification and hands it to the executor, which calls the listeners in the order of
 * the notifications: a request never waits for a listener.
 *
 * <p>Safe for use by many threads.
 */
public final class JmxNotifier {

    static final String LIMIT_REACHED = "dev.mcpsession.limit.reached";
    static final String LIMIT_CLEARED = "dev.mcpsession.limit.cleared";
    static final String OWNER_MISMATCH = "dev.mcpsession.owner.mismatch";

    private final NotificationBroadcasterSupport emitter;
    private final AtomicLong number = new AtomicLong();
    private volatile @Nullable ObjectName source;

    /**
     * Creates a notifier that sends nothing until the MXBean is registered.
     *
     * @param executor calls the listeners; null for the thread that sends
     */
    public JmxNotifier(@Nullable Executor executor) {
        emitter = new NotificationBroadcasterSupport(
                new SerialExecutor(executor == null ? Runnable::run : executor), info());
    }

    /**
     * The limit is reached.
     *
     * @param report the numbers
     */
    public void limitReached(LimitReport report) {
        send(LIMIT_REACHED, "The limit of MCP sessions is reached", report);
    }

    /**
     * The limit is cleared.
     *
     * @param report the numbers
     */
    public void limitCleared(LimitReport report) {
        send(LIMIT_CLEARED, "The limit of MCP sessions is cleared", report);
    }

    /**
     * A session id was presented by a caller other than its owner.
     *
     * @param report the session, its owner and the caller
     */
    public void ownerMismatch(MismatchReport report) {
        send(OWNER_MISMATCH, "MCP session id presented by a caller other than its owner", report);
    }

    NotificationBroadcasterSupport emitter() {
        return emitter;
    }

    /** Sets the object name that notifications are sent under; null to send none. */
    void from(@Nullable ObjectName name) {
        source = name;
    }

    private void send(String type, String message, Record data) {
        ObjectName from = source;
        if (from == null) {
            return;
        }
        Notification notification =
                new Notification(type, from, number.incrementAndGet(), System.currentTimeMillis(), message);
        notification.setUserData(CompositeDataConverter.of(data));
        emitter.sendNotification(notification);
    }

    private static MBeanNotificationInfo[] info() {
        return new MBeanNotificationInfo[] {
            info(LIMIT_REACHED, "No permit is free for an initialize; sent once until the limit is cleared"),
            info(LIMIT_CLEARED, "A tenth of the limit is free again; sent once after the limit was reached"),
            info(
                    OWNER_MISMATCH,
                    "MCP session id presented by a caller other than its owner; sent at most once a minute")
        };
    }

    private static MBeanNotificationInfo info(String type, String description) {
        return new MBeanNotificationInfo(new String[] {type}, Notification.class.getName(), description);
    }
}
