package dev.mcpsession.management;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other on another executor. Holds at most 100 waiting tasks and drops further ones, so that a
 * listener that does not return delays other listeners of this MXBean only, and costs bounded memory.
 */
final class SerialExecutor implements Executor {

    private static final Logger LOG = System.getLogger(SerialExecutor.class.getName());
    private static final int MAX_WAITING = 100;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicInteger undone = new AtomicInteger();

    SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        if (!tasks.offer(task)) {
            LOG.log(Level.DEBUG, "A listener to notifications is slow; one was dropped");
            return;
        }
        if (undone.getAndIncrement() == 0) {
            try {
                executor.execute(() -> empty(SerialExecutor::run));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "The server takes no more tasks; notifications were dropped", e);
                empty(dropped -> {});
            }
        }
    }

    /* Run by the thread that raised the count from zero, until it is zero again: by one thread at a time. */
    private void empty(Consumer<Runnable> with) {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                with.accept(task);
            }
        } while (undone.decrementAndGet() > 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "A listener to notifications failed", e);
        }
    }
}
