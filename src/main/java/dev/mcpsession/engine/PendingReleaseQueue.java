package dev.mcpsession.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint sessions to be released, until a host request can take each along. First in, first out, whatever their
 * paths: a client may choose a path to which no other request ever comes. Bounded.
 *
 * <p>Safe for use by many threads.
 */
public final class PendingReleaseQueue {

    /** As many as the default limit of sessions: if all of them end in one sweep, all are released. */
    private static final int MIN_BOUND = 10_000;

    /**
     * Long enough that a host request without an endpoint behind it, which is preferred, comes by on most nodes; short
     * enough that a flood of {@code initialize} alone, at 2,000 a second, does not fill the queue.
     */
    private static final long OVERDUE_NANOS = Duration.ofSeconds(5).toNanos();

    private final boolean enabled;
    private final BiFunction<String, String, @Nullable Session> sessions;
    private final TimeSource time;
    private final IntSupplier maxSessions;
    private final Runnable dropped;

    @GuardedBy("this")
    private final Queue<PendingRelease> queue = new ArrayDeque<>();

    /** The length of the queue: request threads learn without the lock that it is empty. */
    private volatile int waiting;

    /**
     * Creates an empty queue.
     *
     * @param enabled false to take nothing in
     * @param sessions finds the session, perhaps ended, of a path and an endpoint session: that of a live one is not
     *     released
     * @param time the clock
     * @param maxSessions the limit of sessions in force
     * @param dropped called for each release that did not fit
     */
    PendingReleaseQueue(
            boolean enabled,
            BiFunction<String, String, @Nullable Session> sessions,
            TimeSource time,
            IntSupplier maxSessions,
            Runnable dropped) {
        this.enabled = enabled;
        this.sessions = sessions;
        this.time = time;
        this.maxSessions = maxSessions;
        this.dropped = dropped;
    }

    /**
     * Takes the oldest release, if it may be dispatched now. One whose session has a request in flight, or a write in
     * progress on a stream, goes back to the end of the queue: the endpoint would wait for a client that does not read,
     * and the host request with it.
     *
     * @return null where the queue is empty or its oldest has to wait
     */
    public @Nullable PendingRelease take() {
        return waiting == 0 ? null : dispatchable(poll(0));
    }

    /**
     * As {@link #take()}, if the oldest has waited for at least five seconds.
     *
     * @return null where the queue is empty, or its oldest has to wait or can
     */
    public @Nullable PendingRelease takeOverdue() {
        return waiting == 0 ? null : dispatchable(poll(OVERDUE_NANOS));
    }

    /**
     * How many releases wait.
     *
     * @return a count
     */
    public int waiting() {
        return waiting;
    }

    /** Adds the release of an ended session. */
    void add(Session session) {
        add(new PendingRelease(session.path(), session.endpointId(), session.handle(), time.nanos(), session));
    }

    /** Adds the release of an endpoint session for which no session was opened. */
    void add(String path, String id, String handle) {
        add(new PendingRelease(path, id, handle, time.nanos(), null));
    }

    private void add(PendingRelease release) {
        if (enabled && !isLive(release) && !offer(release)) {
            dropped.run();
        }
    }

    private @Nullable PendingRelease dispatchable(@Nullable PendingRelease oldest) {
        if (oldest == null || isLive(oldest)) {
            return null;
        }
        Session ended = oldest.session();
        if (ended != null && !ended.isSilent()) {
            add(ended);
            return null;
        }
        return oldest;
    }

    /* An endpoint may give an id a second time. */
    private boolean isLive(PendingRelease release) {
        Session session = sessions.apply(release.path(), release.id());
        return session != null && !session.isEnded();
    }

    private synchronized boolean offer(PendingRelease release) {
        boolean fits = queue.size() < Math.max(MIN_BOUND, maxSessions.getAsInt());
        if (fits) {
            queue.add(release);
            waiting = queue.size();
        }
        return fits;
    }

    private synchronized @Nullable PendingRelease poll(long minWaitNanos) {
        PendingRelease oldest = queue.peek();
        if (oldest == null || time.nanos() - oldest.queuedNanos() < minWaitNanos) {
            return null;
        }
        queue.remove();
        waiting = queue.size();
        return oldest;
    }
}
