package dev.mcpsession;

/**
 * A session was opened: the response to {@code initialize} is about to leave. A CDI event, fired once for each session,
 * to synchronous and to asynchronous observers.
 *
 * <p>Synchronous observers run on the thread that opens the session: that of the client's request. They must be quick.
 * What they throw is logged, and changes nothing for the session. Asynchronous observers may miss the end of the
 * application.
 *
 * @since 0.1.0
 */
public final class SessionOpened {

    private final McpSession session;

    /**
     * Creates the event.
     *
     * @param session the session
     */
    public SessionOpened(McpSession session) {
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
