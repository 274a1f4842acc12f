package dev.mcpsession;

/**
 * A session has ended. A CDI event, fired once for each session, to synchronous and to asynchronous observers.
 *
 * <p>Synchronous observers run on the thread that ends the session: that of a request, of the sweep, of JMX or of the
 * undeployment. They must be quick. What they throw is logged, and changes nothing for the session. Asynchronous
 * observers may miss the end of the application.
 *
 * @since 0.1.0
 */
public final class SessionEnded {

    private final McpSession session;
    private final EndReason reason;

    /**
     * Creates the event.
     *
     * @param session the session, which stays readable
     * @param reason why
     */
    public SessionEnded(McpSession session, EndReason reason) {
        this.session = session;
        this.reason = reason;
    }

    /**
     * The session.
     *
     * @return the session, which stays readable
     */
    public McpSession session() {
        return session;
    }

    /**
     * Why it has ended.
     *
     * @return why
     */
    public EndReason reason() {
        return reason;
    }
}
