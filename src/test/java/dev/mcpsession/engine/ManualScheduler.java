package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An executor for one periodic task, which runs when a test says so. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

    private Runnable task;
    private Duration delay;
    private Scheduled future;

    ManualScheduler() {
        super(0);
    }

    void run() {
        task.run();
    }

    /** The last task scheduled; null where there is none. */
    ScheduledFuture<?> scheduled() {
        return future;
    }

    Duration delay() {
        return delay;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long between, TimeUnit unit) {
        assertThat(initial).isEqualTo(between);
        task = command;
        delay = Duration.of(between, unit.toChronoUnit());
        future = new Scheduled();
        return future;
    }

    private static final class Scheduled extends CompletableFuture<Void> implements ScheduledFuture<Void> {

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
