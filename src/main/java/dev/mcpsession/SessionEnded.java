package dev.mcpsession;

/**
 * A session has ended. A CDI event, fired once for each session, and again where it was resumed since, to synchronous
 * and to asynchronous observers.
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
    private final boolean resumable;

    /**
     * Creates the event.
     *
     * @param session the session, which stays readable
     * @param reason why
     * @param resumable whether the client can resume the session
     */
    public SessionEnded(McpSession session, EndReason reason, boolean resumable) {
        this.session = session;
        this.reason = reason;
        this.resumable = resumable;
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

    /**
     * Whether the session is only out of memory: {@link SessionResumed} follows if its client comes back. What an
     * application keeps for a session by its handle may be kept until then.
     *
     * @return false where the session has ended for good, and always without a {@code resumeKey}
     */
    public boolean isResumable() {
        return resumable;
    }
}
