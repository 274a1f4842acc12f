package dev.mcpsession.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * A warning that comes at most once a minute, with the number of those that were left out: what a client can cause, it
 * can cause a million times.
 *
 * <p>Safe for use by many threads.
 */
public final class RateLimitedLog {

    /** The least time between two warnings. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Logger logger;
    private final RateLimit limit = new RateLimit(TimeSource.system(), INTERVAL);

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
        long leftOut = limit.tryNow();
        if (leftOut != RateLimit.NOT_NOW) {
            logger.log(
                    Level.WARNING,
                    leftOut == 0 ? message : message + " (" + leftOut + " more warnings since the last)");
        }
    }
}
