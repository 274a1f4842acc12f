package dev.mcpsession.management;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The notifications of an MXBean. User data are of open types, so that a console needs no class of ours.
 *
 * <p>Whoever raises an alarm is on the thread of a request: it makes the notification and hands it over; listeners, of
 * whom nobody knows how long they take, are called by the executor, in the order of the alarms.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Alarms {

    static final String LIMIT_REACHED = "dev.mcpsession.limit.reached";
    static final String LIMIT_CLEARED = "dev.mcpsession.limit.cleared";
    static final String OWNER_MISMATCH = "dev.mcpsession.owner.mismatch";

    private final NotificationBroadcasterSupport emitter;
    private final AtomicLong number = new AtomicLong();
    private volatile @Nullable ObjectName source;

    /**
     * Creates alarms that nobody hears until their MXBean is registered.
     *
     * @param executor what calls listeners; null for the thread that raises the alarm
     */
    public Alarms(@Nullable Executor executor) {
        emitter = new NotificationBroadcasterSupport(new InTurn(executor == null ? Runnable::run : executor), info());
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
     * There is room again.
     *
     * @param report the numbers
     */
    public void limitCleared(LimitReport report) {
        send(LIMIT_CLEARED, "There is room for MCP sessions again", report);
    }

    /**
     * Somebody came with the id of somebody else's session.
     *
     * @param report who and whose
     */
    public void ownerMismatch(MismatchReport report) {
        send(OWNER_MISMATCH, "MCP session id presented by a caller other than its owner", report);
    }

    NotificationBroadcasterSupport emitter() {
        return emitter;
    }

    /** Says whose alarms these are: null for nobody's, and then they are not sent. */
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
        notification.setUserData(OpenRecord.of(data));
        emitter.sendNotification(notification);
    }

    private static MBeanNotificationInfo[] info() {
        return new MBeanNotificationInfo[] {
            info(LIMIT_REACHED, "A newcomer found no free place; sent once until the limit is cleared"),
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
