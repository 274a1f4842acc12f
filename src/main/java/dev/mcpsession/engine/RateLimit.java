package dev.mcpsession.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets something happen at most once in a while, and counts what it did not let happen.
 *
 * <p>Safe for use by many threads.
 */
public final class RateLimit {

    /** The result where the action may not be taken. */
    public static final long NOT_NOW = -1;

    private final TimeSource time;
    private final long interval;
    private final AtomicLong next;
    private final LongAdder leftOut = new LongAdder();

    /**
     * Creates a limit that lets the next one happen.
     *
     * @param time the clock
     * @param interval the least time between two
     */
    public RateLimit(TimeSource time, Duration interval) {
        this.time = time;
        this.interval = interval.toNanos();
        this.next = new AtomicLong(time.nanos());
    }

    /**
     * Asks to let it happen.
     *
     * @return how many have been left out since it last happened; {@link #NOT_NOW} where this is another one
     */
    public long tryNow() {
        long now = time.nanos();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + interval)) {
            return leftOut.sumThenReset();
        }
        leftOut.increment();
        return NOT_NOW;
    }
}
