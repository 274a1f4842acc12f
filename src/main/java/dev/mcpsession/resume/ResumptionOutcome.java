package dev.mcpsession.resume;

/** What became of the attempt to resume a session. */
public enum ResumptionOutcome {
    /** The session is live. */
    RESUMED,
    /** The endpoint does not open the session again: the id is of no use any more. */
    REFUSED,
    /** It could not be found out whether the session can be resumed: the client may try again. */
    UNAVAILABLE
}
