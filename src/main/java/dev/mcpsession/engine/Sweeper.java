package dev.mcpsession.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the registry is swept: one task with a fixed delay on an executor that the container or the listener owns.
 *
 * <p>Safe for use by many threads.
 */
public final class Sweeper {

    private static final Logger LOG = System.getLogger(Sweeper.class.getName());

    private final SessionRegistry registry;
    private final ScheduledExecutorService executor;

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> task;

    /**
     * Creates a sweeper that does not run yet.
     *
     * @param registry what is swept
     * @param executor where it runs; never shut down here
     */
    public Sweeper(SessionRegistry registry, ScheduledExecutorService executor) {
        this.registry = registry;
        this.executor = executor;
    }

    /** Goes on at the registry's interval where that has changed. Does nothing where no sweep is scheduled. */
    public synchronized void reschedule() {
        if (task != null) {
            start();
        }
    }

    /**
     * Starts sweeping at the registry's interval.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no task
     */
    public synchronized void start() {
        stop();
        long nanos = registry.sweepInterval().toNanos();
        task = executor.scheduleWithFixedDelay(this::sweepAndSurvive, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Stops sweeping. A sweep that runs is not interrupted. Does nothing where none is scheduled. */
    public synchronized void stop() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    /* An executor drops a periodic task for ever at the first exception that leaves it. */
    private void sweepAndSurvive() {
        try {
            registry.sweep();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The sweep of MCP sessions failed; it runs again at its next turn", e);
        }
    }
}
