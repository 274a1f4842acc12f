package dev.mcpsession.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Keep-alives for tests. */
public final class KeepAlives {

    private KeepAlives() {}

    private static final Duration PERIOD = Duration.ofSeconds(15);

    /** One that is not started: nothing is written but what a test asks for. */
    public static StreamKeepAlive idle() {
        return of(PERIOD);
    }

    /** One whose period is zero. */
    public static StreamKeepAlive disabled() {
        return of(Duration.ZERO);
    }

    private static StreamKeepAlive of(Duration period) {
        return new StreamKeepAlive(period, new ScheduledThreadPoolExecutor(1), Thread::new, TimeSource.system());
    }

    /** A keep-alive whose rounds get no thread, and that tells whether there is a stream for one. */
    public static final class Threadless {

        private final ManualScheduler scheduler = new ManualScheduler();
        private final StreamKeepAlive keepAlive =
                new StreamKeepAlive(PERIOD, scheduler, this::refuse, TimeSource.system());
        private boolean asked;

        public Threadless() {
            keepAlive.start();
        }

        public StreamKeepAlive keepAlive() {
            return keepAlive;
        }

        /** Starts a round, which asks for a thread where there is a stream. */
        public boolean hasStreams() {
            asked = false;
            scheduler.run();
            return asked;
        }

        private Thread refuse(Runnable round) {
            asked = true;
            return null;
        }
    }
}
