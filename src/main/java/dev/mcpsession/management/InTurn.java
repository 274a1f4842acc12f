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
 * Runs tasks one after the other on an executor that would run them at once. What it cannot keep is dropped: tasks here
 * bring news, and a listener that is stuck must hold up nobody but itself.
 */
final class InTurn implements Executor {

    private static final Logger LOG = System.getLogger(InTurn.class.getName());
    private static final int MOST = 100;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayBlockingQueue<>(MOST);
    private final AtomicInteger undone = new AtomicInteger();

    InTurn(Executor executor) {
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
                executor.execute(() -> empty(InTurn::run));
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "The server takes no more tasks; notifications were dropped", e);
                empty(dropped -> {});
            }
        }
    }

    /* One at a time is here: whoever has raised the count from zero, until it is zero again. */
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
