package dev.mcpsession.boot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread for an application whose platform has no executor. It ends with the application, so that it keeps
 * no class loader. Internal.
 */
final class OwnExecutor implements AutoCloseable {

    private static final Logger LOG = System.getLogger(OwnExecutor.class.getName());
    private static final String THREAD = "mcp-session-filter";

    /** Long enough for a sweep that runs; an undeployment waits no longer. */
    private static final long PATIENCE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    /**
     * Starts no thread before the first task.
     *
     * @param application the context path, which becomes part of the thread's name
     */
    OwnExecutor(String application) {
        ThreadFactory threads = threads(application);
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = threads.newThread(task);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Makes daemon threads with the name of the application. */
    static ThreadFactory threads(String application) {
        return task -> {
            Thread thread = new Thread(task, THREAD + " " + application);
            thread.setDaemon(true);
            return thread;
        };
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    /** Ends the thread, and waits until it has ended. */
    @Override
    public void close() {
        executor.shutdownNow();
        Thread last = thread;
        if (last == null) {
            return;
        }
        try {
            // The executor says that it has terminated a moment before, and containers look for threads right after
            // this.
            last.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            if (last.isAlive()) {
                LOG.log(
                        Level.WARNING,
                        "The thread of the MCP session filter did not end within {0} s",
                        PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
