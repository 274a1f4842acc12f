package dev.mcpsession.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Keep-alives for tests. */
public final class KeepAlives {

    private KeepAlives() {}

    /** One that is not started: nothing is written but what a test asks for. */
    public static StreamKeepAlive idle() {
        return new StreamKeepAlive(
                Duration.ofSeconds(15), new ScheduledThreadPoolExecutor(1), Thread::new, TimeSource.system());
    }
}
