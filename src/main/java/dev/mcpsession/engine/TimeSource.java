package dev.mcpsession.engine;

import java.time.Instant;

/**
 * The clock of the engine: a monotonic one that decides, and a wall clock that is only ever shown.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface TimeSource {

    /**
     * Monotonic time. Only differences mean anything.
     *
     * @return nanoseconds since some fixed moment, as {@link System#nanoTime()}
     */
    long nanos();

    /**
     * The wall clock, for display.
     *
     * @return now
     */
    Instant now();

    /**
     * The clocks of this machine.
     *
     * @return {@link System#nanoTime()} and {@link Instant#now()}
     */
    static TimeSource system() {
        return new TimeSource() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }
        };
    }
}
