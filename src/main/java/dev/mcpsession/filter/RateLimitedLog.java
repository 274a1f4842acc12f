package dev.mcpsession.filter;

import dev.mcpsession.engine.SafeText;
import jakarta.servlet.http.HttpServletRequest;
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
 */
final class RateLimitedLog {

    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final Logger logger;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final LongAdder leftOut = new LongAdder();

    RateLimitedLog(Logger logger) {
        this.logger = logger;
    }

    /** Warns of something that happened on a request; the line begins with the path of the endpoint. */
    void warn(HttpServletRequest request, String what) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
            long count = leftOut.sumThenReset();
            String message = SafeText.of(request.getContextPath() + request.getServletPath()) + ": " + what;
            logger.log(Level.WARNING, count == 0 ? message : message + " (" + count + " more warnings since the last)");
        } else {
            leftOut.increment();
        }
    }
}
