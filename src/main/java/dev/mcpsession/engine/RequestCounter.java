package dev.mcpsession.engine;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests of the clients of one kind, and their live sessions.
 *
 * <p>Each request thread counts here, so that counting allocates nothing, and the time is written once a second at
 * most: a cache line that all cores write would cost more than the rest.
 */
final class RequestCounter {

    private static final long PRECISION = 1_000_000_000L;

    private final Counter requests = new Counter();
    private final AtomicInteger liveSessions = new AtomicInteger();
    private volatile Start start;
    private volatile long lastNanos;

    RequestCounter(TimeSource time) {
        this.start = new Start(time.now(), time.nanos());
        this.lastNanos = start.nanos();
    }

    /** Counts a request that came at this monotonic time. */
    void count(long now) {
        requests.increment();
        if (now - lastNanos >= PRECISION) {
            lastNanos = now;
        }
    }

    void sessionAdded() {
        liveSessions.incrementAndGet();
    }

    void sessionRemoved() {
        liveSessions.decrementAndGet();
    }

    /** Counts requests from zero. Live sessions stay counted. */
    void restart(TimeSource time) {
        requests.restart();
        start = new Start(time.now(), time.nanos());
        lastNanos = start.nanos();
    }

    int liveSessions() {
        return liveSessions.get();
    }

    RequestCounterSnapshot snapshot() {
        Start from = start;
        return new RequestCounterSnapshot(
                liveSessions(),
                requests.sum(),
                from.instant(),
                from.instant().plusNanos(Math.max(0, lastNanos - from.nanos())));
    }

    /** One moment by both clocks. */
    private record Start(Instant instant, long nanos) {}
}
