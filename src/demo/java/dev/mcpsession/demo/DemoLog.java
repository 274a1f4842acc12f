package dev.mcpsession.demo;

import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Remembers why a deployment failed: the server tells its log only. */
final class DemoLog extends Handler {

    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private DemoLog() {}

    /**
     * Begins to listen to the server's log.
     *
     * @return the listener
     */
    static DemoLog listen() {
        DemoLog log = new DemoLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    /**
     * The cause of the first failure so far.
     *
     * @return the message of the innermost exception, or a hint where to look
     */
    String failure() {
        String first = failure.get();
        return first == null ? "see the log above" : first;
    }

    @Override
    public void publish(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        if (entry.getLevel().intValue() < Level.SEVERE.intValue() || thrown == null) {
            return;
        }
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        failure.compareAndSet(null, thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
