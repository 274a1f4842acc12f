package dev.mcpsession.engine;

import dev.mcpsession.config.Configuration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * How long a session may last, in nanoseconds; zero is no limit. Immutable.
 *
 * @param idle for an established session, since the end of its last exchange
 * @param initialize for a provisional one; zero is {@code idle}
 * @param streamIdle for a session with open streams and nothing else, since the end of its last other exchange
 * @param lifetime since the session was opened
 * @param resumable how long after its opening a session can be resumed; never zero
 */
public record Timeouts(long idle, long initialize, long streamIdle, long lifetime, long resumable) {

    private static final long LEAST_SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(60);

    /**
     * Takes the limits.
     *
     * @param idle zero or more
     * @param initialize zero or more
     * @param streamIdle zero or more
     * @param lifetime zero or more
     * @param resumable more than zero
     * @throws IllegalArgumentException if one is out of range
     */
    public Timeouts {
        if (idle < 0 || initialize < 0 || streamIdle < 0 || lifetime < 0 || resumable <= 0) {
            throw new IllegalArgumentException("A timeout is zero or more");
        }
    }

    static Timeouts of(Configuration configuration) {
        return new Timeouts(
                configuration.idleTimeout().toNanos(),
                configuration.initializeTimeout().toNanos(),
                configuration.streamIdleTimeout().toNanos(),
                configuration.maxLifetime().toNanos(),
                configuration.resumeWithin().toNanos());
    }

    /**
     * The same with another idle timeout.
     *
     * @param newIdle zero for never
     * @return the limits
     * @throws IllegalArgumentException if it is negative
     */
    public Timeouts withIdle(Duration newIdle) {
        return new Timeouts(newIdle.toNanos(), initialize, streamIdle, lifetime, resumable);
    }

    /**
     * The same with another timeout of provisional sessions.
     *
     * @param newInitialize zero for the idle timeout
     * @return the limits
     * @throws IllegalArgumentException if it is negative
     */
    public Timeouts withInitialize(Duration newInitialize) {
        return new Timeouts(idle, newInitialize.toNanos(), streamIdle, lifetime, resumable);
    }

    /**
     * The same with another timeout of sessions that have open streams and nothing else.
     *
     * @param newStreamIdle zero for never
     * @return the limits
     * @throws IllegalArgumentException if it is negative
     */
    public Timeouts withStreamIdle(Duration newStreamIdle) {
        return new Timeouts(idle, initialize, newStreamIdle.toNanos(), lifetime, resumable);
    }

    /**
     * The same with another lifetime.
     *
     * @param newLifetime zero for none
     * @return the limits
     * @throws IllegalArgumentException if it is negative
     */
    public Timeouts withLifetime(Duration newLifetime) {
        return new Timeouts(idle, initialize, streamIdle, newLifetime.toNanos(), resumable);
    }

    /**
     * The same with another time within which a session can be resumed.
     *
     * @param newResumable more than zero
     * @return the limits
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Timeouts withResumable(Duration newResumable) {
        return new Timeouts(idle, initialize, streamIdle, lifetime, newResumable.toNanos());
    }

    /** The limit in force while a session is provisional. */
    long provisional() {
        boolean initializeIsShorter = idle == 0 || initialize < idle;
        return initialize > 0 && initializeIsShorter ? initialize : idle;
    }

    /**
     * The sweep interval where none is configured: a tenth of the smallest limit, so that memory lags a limit by a
     * tenth, between a second (a sweep costs little, but not nothing) and a minute (as servlet containers sweep
     * theirs).
     */
    Duration sweepInterval() {
        long smallest = LongStream.of(idle, provisional(), streamIdle, lifetime)
                .filter(limit -> limit > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        return Duration.ofNanos(Math.max(LEAST_SWEEP_INTERVAL, Math.min(smallest / 10, MOST_SWEEP_INTERVAL)));
    }
}
