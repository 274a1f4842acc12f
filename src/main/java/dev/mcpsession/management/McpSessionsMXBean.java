package dev.mcpsession.management;

import java.util.List;
import java.util.Map;

/**
 * The MCP sessions of one application on one node, for a JMX console.
 *
 * <p>What a member means is its {@link Description}, which a JMX console shows; only ranges and effects are documented
 * here. Each gauge is read at a moment of its own. Counters run since the start or the last {@link #resetStatistics()}.
 * All types are open types, so that a console needs no class of this library.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
@Description("The MCP sessions of one application on this node")
public interface McpSessionsMXBean {

    /** {@return a count} */
    @Description("Sessions known to this node and not ended")
    @Unit("sessions")
    int getActiveSessions();

    /** {@return a count} */
    @Description("The most sessions that were live at one time since the start or the last reset")
    @Unit("sessions")
    int getMaxActive();

    /** {@return at least 1, or -1 for none} */
    @Description("The most sessions there may be; -1 for no limit. Lowering it ends no session")
    @Unit("sessions")
    int getMaxActiveSessions();

    /**
     * Sets the limit, from the next {@code initialize} on, until the application is restarted.
     *
     * @param limit at least 1, or -1 for none
     * @throws IllegalArgumentException if it is neither
     */
    void setMaxActiveSessions(int limit);

    /** {@return at least 1, or -1 for none} */
    @Description("The most sessions of one authenticated owner; -1 for no limit. Lowering it ends no session")
    @Unit("sessions")
    int getMaxActiveSessionsPerOwner();

    /**
     * Sets the limit for each owner, from the next {@code initialize} on, until the application is restarted.
     *
     * @param limit at least 1, or -1 for none
     * @throws IllegalArgumentException if it is neither
     */
    void setMaxActiveSessionsPerOwner(int limit);

    /** {@return a count} */
    @Description("Requests in flight, open streams and requests of ended sessions included")
    @Unit("requests")
    int getActiveRequests();

    /** {@return a count} */
    @Description("GET streams open")
    @Unit("streams")
    int getActiveStreams();

    /** {@return whole seconds; 0 for never} */
    @Description("How often a comment is written on each open event stream, in seconds; 0 for never")
    @Unit("seconds")
    long getStreamKeepAliveSeconds();

    /** {@return a count} */
    @Description("Comments written on event streams to keep them open")
    @Unit("comments")
    long getStreamComments();

    /** {@return a count} */
    @Description("Event streams that ended because a comment could not be written: the client had gone")
    @Unit("streams")
    long getLostStreams();

    /** {@return a count, at most 2} */
    @Description(
            "Threads that write comments and are blocked by a client that does not read; at 2 no stream gets comments")
    @Unit("threads")
    int getBlockedStreamWriters();

    /**
     * {@return a count; after a reset, with those that were live then, so that together with
     * {@link #getResumedSessions()} it is always the sum of {@link #getActiveSessions()} and all
     * {@link #getEndedSessions()}}
     */
    @Description(
            "Sessions opened; a reset leaves those that are live. With ResumedSessions, less the sum of EndedSessions, it is ActiveSessions")
    @Unit("sessions")
    long getSessionCounter();

    /**
     * {@return a count for each reason there is: {@code client}, {@code idle}, {@code lifetime}, {@code operator},
     * {@code limit}, {@code replaced}, {@code endpoint_gone} and {@code shutdown}}
     */
    @Description("Sessions ended, by the one reason for which each did")
    @Unit("sessions")
    Map<String, Long> getEndedSessions();

    /** {@return a count} */
    @Description("Sessions ended by idleness (idle) or by their lifetime (lifetime)")
    @Unit("sessions")
    long getExpiredSessions();

    /** {@return a count} */
    @Description("Sessions ended by the client's DELETE (client) or by an operator (operator)")
    @Unit("sessions")
    long getTerminatedSessions();

    /** {@return a count} */
    @Description("Sessions evicted for an initialize because a limit was reached (limit)")
    @Unit("sessions")
    long getEvictedSessions();

    /** {@return a count} */
    @Description("Sessions ended because their endpoint gave them a new id (replaced)")
    @Unit("sessions")
    long getReplacedSessions();

    /** {@return a count} */
    @Description(
            "Sessions that their endpoint lost: it answered 404 or 410, or failed within its answer to initialize (endpoint_gone)")
    @Unit("sessions")
    long getLostSessions();

    /** {@return a count} */
    @Description("initialize requests answered 503 because of the limit or of draining")
    @Unit("requests")
    long getRejectedSessions();

    /** {@return a count} */
    @Description("Requests answered 404 because the session they named is not live")
    @Unit("requests")
    long getUnknownSessionRequests();

    /** {@return a count} */
    @Description(
            "Requests answered 404 because the session they named belongs to another owner; not in UnknownSessionRequests")
    @Unit("requests")
    long getOwnerMismatches();

    /** {@return a count} */
    @Description("Endpoint sessions to be released, which wait for a request during which that can be done")
    @Unit("sessions")
    int getPendingReleases();

    /** {@return a count} */
    @Description("Releases that the endpoint answered with an error, or that could not be dispatched")
    @Unit("sessions")
    long getFailedReleases();

    /** {@return false without a {@code resumeKey}} */
    @Description("Whether sessions that are not in memory can be resumed: a resumeKey is set")
    boolean isResumable();

    /** {@return a count} */
    @Description("Sessions that were not in memory and were opened again")
    @Unit("sessions")
    long getResumedSessions();

    /** {@return a count} */
    @Description(
            "Sessions that ended and could be resumed then: by idleness, a limit, the end of the application or their endpoint")
    @Unit("sessions")
    long getSuspendedSessions();

    /** {@return a count} */
    @Description("Requests whose session could be resumed and was not: answered 404 if the endpoint refused, else 503")
    @Unit("requests")
    long getFailedResumptions();

    /** {@return a count} */
    @Description(
            "Sessions that cannot be resumed because their client says too much of itself for an id of 512 characters")
    @Unit("sessions")
    long getUnsealableSessions();

    /** {@return a count, at most 100000} */
    @Description(
            "Sessions that are remembered as not to be resumed: deleted, ended by an operator, replaced, or bound to a later owner")
    @Unit("sessions")
    int getRevokedSessions();

    /** {@return whole seconds, at least 1} */
    @Description("How long after its opening a session can be resumed, in seconds. Applies from the next check")
    @Unit("seconds")
    long getResumeWithinSeconds();

    /**
     * Sets it, until the application is restarted.
     *
     * @param seconds at least 1, at most 3153600000 (a century)
     * @throws IllegalArgumentException if it is out of range
     */
    void setResumeWithinSeconds(long seconds);

    /** {@return whole seconds} */
    @Description("Average age of sessions when they ended, in seconds")
    @Unit("seconds")
    long getSessionAverageAliveTime();

    /** {@return whole seconds} */
    @Description("Greatest age of a session when it ended, in seconds")
    @Unit("seconds")
    long getSessionMaxAliveTime();

    /** {@return whole seconds; 0 for never} */
    @Description("Idle timeout of established sessions, in seconds; 0 for never. Applies from the next check")
    @Unit("seconds")
    long getIdleTimeoutSeconds();

    /**
     * Sets the idle timeout, until the application is restarted.
     *
     * @param seconds 0 for never, at most 3153600000 (a century)
     * @throws IllegalArgumentException if it is out of range
     */
    void setIdleTimeoutSeconds(long seconds);

    /**
     * The timeout of sessions that have seen nothing but their {@code initialize}.
     *
     * @return whole seconds; 0 for the idle timeout
     */
    @Description(
            "Idle timeout of provisional sessions, in seconds; 0 for that of established ones. Applies from the next check")
    @Unit("seconds")
    long getInitializeTimeoutSeconds();

    /**
     * Sets it, until the application is restarted.
     *
     * @param seconds 0 for the idle timeout, at most 3153600000 (a century)
     * @throws IllegalArgumentException if it is out of range
     */
    void setInitializeTimeoutSeconds(long seconds);

    /** {@return whole seconds; 0 for never} */
    @Description(
            "Idle timeout of sessions with nothing but open GET streams, in seconds; 0 for never. Applies from the next check")
    @Unit("seconds")
    long getStreamIdleTimeoutSeconds();

    /**
     * Sets it, until the application is restarted.
     *
     * @param seconds 0 for never, at most 3153600000 (a century)
     * @throws IllegalArgumentException if it is out of range
     */
    void setStreamIdleTimeoutSeconds(long seconds);

    /** {@return whole seconds; 0 for never} */
    @Description("Age at which a session ends, in seconds; 0 for never. Applies from the next check")
    @Unit("seconds")
    long getMaxLifetimeSeconds();

    /**
     * Sets it, until the application is restarted.
     *
     * @param seconds 0 for never, at most 3153600000 (a century)
     * @throws IllegalArgumentException if it is out of range
     */
    void setMaxLifetimeSeconds(long seconds);

    /** {@return false while draining} */
    @Description("false = drain: every initialize is answered 503, live sessions go on")
    boolean isAccepting();

    /**
     * Starts or ends draining.
     *
     * @param accepting false to drain
     */
    void setAccepting(boolean accepting);

    /** {@return milliseconds since 1970-01-01T00:00Z; 0 before the first} */
    @Description("When sessions were last swept, in milliseconds since 1970; 0 before the first time")
    @Unit("milliseconds")
    long getLastSweepTimestamp();

    /** {@return milliseconds} */
    @Description("Time that sweeps have taken in all, in milliseconds")
    @Unit("milliseconds")
    long getProcessingTime();

    /** {@return at most {@link #getSessionTableLimit()} rows, the most recently used first} */
    @Description("Live sessions, most recently used first; not more than SessionTableLimit of them")
    List<SessionRow> getSessions();

    /** {@return a count} */
    @Description("The most rows that Sessions shows; ActiveSessions is the total")
    @Unit("rows")
    int getSessionTableLimit();

    /**
     * {@return a row for each revision that was asked for in {@code initialize}, or named by a request without a
     * session; those that are too many are under {@code other}}
     */
    @Description(
            "Use by protocol revision, sessionless ones included: live sessions, requests, first and last seen. Sessions can go when none of their revisions is seen any more")
    Map<String, RequestCounterRow> getProtocolVersions();

    /**
     * {@return a row for each name; those that are too many are under {@code other}, and who has not said under
     * {@code unknown}}
     */
    @Description(
            "Use by the name that clients give themselves: live sessions, requests, first and last seen. The first 64 names, then other")
    Map<String, RequestCounterRow> getClients();

    /**
     * Ends a session. Where sessions are resumed, one that is not in memory cannot be resumed afterwards.
     *
     * @param handle its handle
     * @return false where there is no such live session
     */
    @Description("Ends the session with this handle, and keeps it from being resumed; false if it is not live")
    boolean expireSession(@Description("The handle of the session, from Sessions or a log line") String handle);

    /**
     * Ends the sessions of one owner.
     *
     * @param owner its handle, or its whole text
     * @return the number of sessions ended by this call
     * @throws IllegalArgumentException if several owners have that text; no session has ended then
     */
    @Description("Ends all sessions of one owner, and returns their number. A text that several owners have ends none")
    @Unit("sessions")
    int expireSessionsOf(
            @Description(
                            "The ownerHandle from Sessions or a log line; or the whole text of the owner, which Sessions cuts to 64 characters")
                    String owner);

    /** {@return how many sessions it ended} */
    @Description("Ends the sessions whose time is up, without waiting for the next sweep; says how many")
    @Unit("sessions")
    int sweep();

    /** Starts counters, averages and high-water mark anew. Sessions are not touched. */
    @Description("Starts all counters, averages and the high-water mark anew")
    void resetStatistics();
}
