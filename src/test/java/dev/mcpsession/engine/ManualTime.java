package dev.mcpsession.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when the test says so. Both of its faces move together. */
final class ManualTime implements TimeSource {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /* Starts near the overflow, where only differences are right. */
    private static final long FIRST_NANOS =
            Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    private final AtomicLong elapsed = new AtomicLong();

    @Override
    public long nanos() {
        return FIRST_NANOS + elapsed.get();
    }

    @Override
    public Instant now() {
        return START.plusNanos(elapsed.get());
    }

    void advance(Duration duration) {
        elapsed.addAndGet(duration.toNanos());
    }
}
