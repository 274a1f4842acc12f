package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a session that changes, as one immutable value, so that it changes in one compare-and-set.
 *
 * <p>A new object for each change makes the compare-and-set exact: a state once seen never comes back, so nothing can have
 * entered and left in between.
 *
 * @param endReason null until the session has ended
 * @param owner whose it is; null while it is anonymous
 * @param established false until the first request after {@code initialize}
 * @param requests exchanges of kind {@link ExchangeKind#REQUEST} in flight
 * @param streams exchanges of kind {@link ExchangeKind#STREAM} in flight
 * @param calls exchanges of kind {@link ExchangeKind#REQUEST} that have ended, {@code initialize} included
 * @param served exchanges of either kind that have ended
 * @param lastEnd when the last exchange ended, or the opening; monotonic nanoseconds
 * @param lastRequestEnd the same for the last exchange that was not a stream
 */
record SessionState(
        @Nullable EndReason endReason,
        @Nullable Owner owner,
        boolean established,
        int requests,
        int streams,
        long calls,
        long served,
        long lastEnd,
        long lastRequestEnd) {

    /** A session as it is opened: its {@code initialize} is still in flight. */
    static SessionState opened(@Nullable Owner owner, long now) {
        return new SessionState(null, owner, false, 1, 0, 0, 0, now, now);
    }

    boolean isEnded() {
        return endReason != null;
    }

    /** Live, with nothing in flight that eviction would cut. */
    boolean isQuiet() {
        return endReason == null && requests == 0;
    }

    /** Since when nothing has happened, open streams aside. */
    long idleSince() {
        return streams > 0 ? lastRequestEnd : lastEnd;
    }

    /** Whether a caller may use the session: an anonymous one belongs to whoever comes first with a name. */
    boolean admits(@Nullable Owner caller) {
        return owner == null || owner.equals(caller);
    }

    SessionState entered(ExchangeKind kind, @Nullable Owner caller) {
        boolean stream = kind == ExchangeKind.STREAM;
        return new SessionState(
                null,
                owner == null ? caller : owner,
                true,
                stream ? requests : requests + 1,
                stream ? streams + 1 : streams,
                calls,
                served,
                lastEnd,
                lastRequestEnd);
    }

    SessionState left(ExchangeKind kind, long now) {
        boolean stream = kind == ExchangeKind.STREAM;
        return new SessionState(
                endReason,
                owner,
                established,
                stream ? requests : requests - 1,
                stream ? streams - 1 : streams,
                stream ? calls : calls + 1,
                served + 1,
                later(now, lastEnd),
                stream ? lastRequestEnd : later(now, lastRequestEnd));
    }

    SessionState ended(EndReason reason) {
        return new SessionState(reason, owner, established, requests, streams, calls, served, lastEnd, lastRequestEnd);
    }

    /** Why the session is over at this moment although nobody has ended it yet; null while it is not. */
    @Nullable EndReason expiry(long now, long opened, Timeouts timeouts) {
        if (requests > 0) {
            return null;
        }
        if (timeouts.lifetime() > 0 && now - opened >= timeouts.lifetime()) {
            return EndReason.LIFETIME;
        }
        long whileQuiet = established ? timeouts.idle() : timeouts.provisional();
        long limit = streams > 0 ? timeouts.streamIdle() : whileQuiet;
        return limit > 0 && now - idleSince() >= limit ? EndReason.IDLE : null;
    }

    /* Two exchanges that end together may arrive here in the other order. */
    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
