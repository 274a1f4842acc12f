package dev.mcpsession.resume;

import dev.mcpsession.engine.TimeSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Endpoints that do not answer a replay: after three failures in a row, an endpoint is left alone for 30 seconds, so
 * that its clients do not hold request threads for it.
 *
 * <p>Safe for use by many threads.
 */
public final class PathFailures {

    private static final int MAX_IN_A_ROW = 3;
    private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    /** No application has as many endpoints: what fails beyond is not left alone. */
    private static final int MAX_PATHS = 1_000;

    private final ConcurrentMap<String, Failures> byPath = new ConcurrentHashMap<>();
    private final TimeSource time;

    /**
     * Creates a record without failures.
     *
     * @param time the clock
     */
    public PathFailures(TimeSource time) {
        this.time = time;
    }

    /**
     * Tells whether an endpoint is to be left alone.
     *
     * @param path servlet path and path info
     * @return true for 30 seconds after the third failure in a row and after each one that follows
     */
    public boolean isPaused(String path) {
        Failures failures = byPath.get(path);
        return failures != null && failures.count() >= MAX_IN_A_ROW && time.nanos() - failures.last() < PAUSE_NANOS;
    }

    /**
     * Records that an endpoint failed.
     *
     * @param path servlet path and path info
     */
    public void failed(String path) {
        long now = time.nanos();
        if (byPath.size() < MAX_PATHS || byPath.containsKey(path)) {
            byPath.merge(path, new Failures(1, now), (before, one) -> new Failures(before.count() + 1, now));
        }
    }

    /**
     * Records that an endpoint has answered.
     *
     * @param path servlet path and path info
     */
    public void answered(String path) {
        byPath.remove(path);
    }

    /**
     * Failures in a row.
     *
     * @param count how many
     * @param last when the last one was, by the monotonic clock
     */
    private record Failures(int count, long last) {}
}
