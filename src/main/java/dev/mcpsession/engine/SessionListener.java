package dev.mcpsession.engine;

import dev.mcpsession.EndReason;

/**
 * Told when a session is opened or resumed and when it has ended: once each, outside all locks, on the thread that
 * opens, resumes or ends it. Must throw nothing.
 */
public interface SessionListener {

    /**
     * A listener that does nothing.
     *
     * @return one that does nothing
     */
    static SessionListener none() {
        return new SessionListener() {};
    }

    /**
     * A session was opened.
     *
     * @param session the session
     */
    default void opened(Session session) {}

    /**
     * A session that was not in memory was opened again.
     *
     * @param session the session
     */
    default void resumed(Session session) {}

    /**
     * A session has ended.
     *
     * @param session the session
     * @param reason why
     */
    default void ended(Session session, EndReason reason) {}
}
