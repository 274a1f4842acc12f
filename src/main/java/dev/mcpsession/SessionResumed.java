package dev.mcpsession;

/**
 * A session that was not in memory was opened again, because a request named it: after an idle timeout or an eviction,
 * after a restart, or on another node. A CDI event, fired once for each resumption, to synchronous and to asynchronous
 * observers. The session has the handle and the time of opening that it had before.
 *
 * <p>Synchronous observers run on the thread of the client's request, before the endpoint sees it. They must be quick.
 * What they throw is logged, and changes nothing for the session. Asynchronous observers may miss the end of the
 * application.
 *
 * @since 0.1.0
 */
public final class SessionResumed {

    private final McpSession session;

    /**
     * Creates the event.
     *
     * @param session the session
     */
    public SessionResumed(McpSession session) {
        this.session = session;
    }

    /**
     * The session.
     *
     * @return the session
     */
    public McpSession session() {
        return session;
    }
}
