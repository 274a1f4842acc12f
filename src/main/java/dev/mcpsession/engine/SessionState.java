package dev.mcpsession.engine;

import org.jspecify.annotations.Nullable;

/**
 * Everything about a session that changes, as one immutable value, so that it changes in one compare-and-set.
 *
 * <p>A new object for each change makes the compare-and-set exact: a state once seen never comes back, so nothing can have
 * entered and left in between.
 *
 * @param endReason null until the session has ended
 * @param established false until the first request after {@code initialize}
 * @param requests exchanges of kind {@link ExchangeKind#REQUEST} in flight
 * @param streams exchanges of kind {@link ExchangeKind#STREAM} in flight
 * @param served exchanges that have ended, {@code initialize} included
 * @param lastEnd when the last exchange ended, or the opening; monotonic nanoseconds
 * @param lastRequestEnd the same for the last exchange that was not a stream
 */
record SessionState(
        @Nullable EndReason endReason,
        boolean established,
        int requests,
        int streams,
        long served,
        long lastEnd,
        long lastRequestEnd) {

    /** A session as it is opened: its {@code initialize} is still in flight. */
    static SessionState opened(long now) {
        return new SessionState(null, false, 1, 0, 0, now, now);
    }

    boolean isEnded() {
        return endReason != null;
    }

    SessionState entered(ExchangeKind kind) {
        boolean stream = kind == ExchangeKind.STREAM;
        return new SessionState(
                null, true, stream ? requests : requests + 1, stream ? streams + 1 : streams, served, lastEnd, lastRequestEnd);
    }

    SessionState left(ExchangeKind kind, long now) {
        long end = later(now, lastEnd);
        return kind == ExchangeKind.STREAM
                ? new SessionState(endReason, established, requests, streams - 1, served + 1, end, lastRequestEnd)
                : new SessionState(endReason, established, requests - 1, streams, served + 1, end, later(now, lastRequestEnd));
    }

    SessionState ended(EndReason reason) {
        return new SessionState(reason, established, requests, streams, served, lastEnd, lastRequestEnd);
    }

    /** Why the session is over at this moment although nobody has ended it yet; null while it is not. */
    @Nullable EndReason expiry(long now, long opened, Timeouts timeouts) {
        if (requests > 0) {
            return null;
        }
        if (timeouts.lifetime() > 0 && now - opened >= timeouts.lifetime()) {
            return EndReason.LIFETIME;
        }
        long limit;
        long since;
        if (streams > 0) {
            limit = timeouts.streamIdle();
            since = lastRequestEnd;
        } else {
            limit = established ? timeouts.idle() : timeouts.provisional();
            since = lastEnd;
        }
        return limit > 0 && now - since >= limit ? EndReason.IDLE : null;
    }

    /* Two exchanges that end together may arrive here in the other order. */
    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
