package dev.mcpsession;

import java.util.List;
import java.util.Optional;

/**
 * The MCP sessions of the application on this node. Where there is CDI, an application injects it:
 *
 * <pre>{@code @Inject McpSessions sessions;}</pre>
 *
 * <p>Safe for use by many threads. All methods throw {@link IllegalStateException} before the application has started
 * and after it has stopped. Where several web modules of an enterprise application share the library, they throw it on
 * a thread that handles no request, too.
 *
 * @since 0.1.0
 */
public interface McpSessions {

    /**
     * The session of the request that this thread handles.
     *
     * @return empty where the request belongs to no session, and on a thread that handles no request
     */
    Optional<McpSession> current();

    /**
     * The live session that a handle names.
     *
     * @param handle a {@linkplain McpSession#handle() handle}, whatever it is
     * @return empty where there is no such live session
     */
    Optional<McpSession> find(String handle);

    /**
     * The live sessions, in no order. Takes time and memory for each of them.
     *
     * @return an immutable list; a session in it may have ended meanwhile
     */
    List<McpSession> list();

    /**
     * How many sessions are live.
     *
     * @return a count
     */
    int count();

    /**
     * Ends a session, whatever is in flight on it, for the reason {@link EndReason#OPERATOR}. Its streams are
     * completed, and requests in flight finish.
     *
     * @param handle a {@linkplain McpSession#handle() handle}, whatever it is
     * @return false where there is no such live session
     */
    boolean end(String handle);
}
