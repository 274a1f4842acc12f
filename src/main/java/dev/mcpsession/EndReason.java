package dev.mcpsession;

import java.util.Locale;

/**
 * Why a session ended. Each session ends once, for one of these.
 *
 * @since 0.1.0
 */
public enum EndReason {
    /** The client sent DELETE. */
    CLIENT,
    /** No exchange for longer than the timeout that applies: idle, initialize or stream idle. */
    IDLE,
    /** It was as old as {@code maxLifetime} allows. */
    LIFETIME,
    /** An operator ended it over JMX, or the application by {@link McpSessions#end}. */
    OPERATOR,
    /** It was evicted, because a limit was reached. */
    LIMIT,
    /** The endpoint answered a request of the session with a new session id, which took its place. */
    REPLACED,
    /**
     * The endpoint that had named it answered 404 or 410: it knows the session no more; or the answer that opened it
     * failed.
     */
    ENDPOINT_GONE,
    /** The application was stopped. */
    SHUTDOWN;

    /**
     * Whether a session that ended for this reason can never be resumed. Where sessions are resumed, those that end for
     * another reason are only out of memory.
     *
     * @return true for {@link #CLIENT}, {@link #LIFETIME}, {@link #OPERATOR} and {@link #REPLACED}
     */
    public boolean isFinal() {
        return switch (this) {
            case CLIENT, LIFETIME, OPERATOR, REPLACED -> true;
            case IDLE, LIMIT, ENDPOINT_GONE, SHUTDOWN -> false;
        };
    }

    /**
     * The reason as consoles, logs and recordings show it.
     *
     * @return the name in lower case, for instance {@code endpoint_gone}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
