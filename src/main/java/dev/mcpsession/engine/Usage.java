package dev.mcpsession.engine;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much one kind of client uses the endpoint: a row of counters that its sessions count with.
 *
 * <p>It is on the way of each request, so counting allocates nothing, and the time is written once a second at most: a
 * line of memory that all cores write would cost more than all the rest.
 */
final class Usage {

    private static final long PRECISION = 1_000_000_000L;

    private final LongAdder requests = new LongAdder();
    private final Instant first;
    private final long firstNanos;
    private volatile long lastNanos;

    Usage(TimeSource time) {
        this.first = time.now();
        this.firstNanos = time.nanos();
        this.lastNanos = firstNanos;
    }

    /** Counts a request that came at this monotonic time. */
    void count(long now) {
        requests.increment();
        if (now - lastNanos >= PRECISION) {
            lastNanos = now;
        }
    }

    long requests() {
        return requests.sum();
    }

    Instant firstSeen() {
        return first;
    }

    Instant lastSeen() {
        return first.plusNanos(lastNanos - firstNanos);
    }
}
