package dev.mcpsession.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A warning that comes at most once a minute, with the number of those that were left out: what a client can cause, it can cause
 * a million times.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class RateLimitedLog {

    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final Logger logger;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final LongAdder leftOut = new LongAdder();

    /**
     * Creates a log that has said nothing yet.
     *
     * @param logger where the lines go
     */
    public RateLimitedLog(Logger logger) {
        this.logger = logger;
    }

    /**
     * Warns, or counts the warning for the next line.
     *
     * @param message the line; safe to show
     */
    public void warn(String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
            long count = leftOut.sumThenReset();
            logger.log(Level.WARNING, count == 0 ? message : message + " (" + count + " more warnings since the last)");
        } else {
            leftOut.increment();
        }
    }
}
