package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.function.Supplier;

/** Records what happens to sessions, for tools that watch the JVM. Without one it costs nothing. */
interface SessionEvents {

    /**
     * Records with JDK Flight Recorder where the application can see it: servers with a class loader for each module
     * need not show {@code jdk.jfr} to applications, and a JVM can be built without it.
     */
    static SessionEvents ofThisJvm() {
        try {
            Class.forName("jdk.jfr.Event", false, SessionEvents.class.getClassLoader());
            return new FlightRecorderEvents();
        } catch (ClassNotFoundException | LinkageError e) {
            return new SessionEvents() {};
        }
    }

    /** A session was opened. */
    default void opened(Session session) {}

    /** A session that was not in memory was opened again. */
    default void resumed(Session session) {}

    /** A session has ended. */
    default void ended(Session session, EndReason reason, Duration alive) {}

    /** A request was answered 404. The handle is asked for where it is recorded. */
    default void deadSession(Supplier<String> handle) {}

    /** A sweep is about to begin; to be told when it is over. */
    default Sweep sweep() {
        return (ended, live) -> {};
    }

    /** A sweep that is under way. */
    interface Sweep {

        /** It is over. */
        void end(int ended, int live);
    }
}
