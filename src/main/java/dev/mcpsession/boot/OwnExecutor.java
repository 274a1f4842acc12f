package dev.mcpsession.boot;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

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

    /**
     * Starts no thread before the first task.
     *
     * @param application the context path, which becomes part of the thread's name
     */
    OwnExecutor(String application) {
        executor = new ScheduledThreadPoolExecutor(1, threads(application));
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
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
