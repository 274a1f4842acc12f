package dev.mcpsession;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One MCP session as an application may see it.
 *
 * <p>The filter puts it into each request of a live session, under the attribute {@link #ATTRIBUTE}, before the
 * endpoint runs; on the {@code initialize} request itself, from the moment the session is opened. A request without
 * that attribute belongs to no session.
 *
 * <p>The session id is not part of it, on purpose: the id is a bearer secret. {@link #handle()} names the session
 * wherever a person or a log needs a name.
 *
 * <p>Safe for use by many threads. The object stays readable after the session has ended.
 *
 * @since 0.1.0
 */
public interface McpSession {

    /** Name of the request attribute that holds the session: the name of this interface. */
    String ATTRIBUTE = "dev.mcpsession.McpSession";

    /**
     * The public name of this session: 16 characters, a keyed digest of its id from which the id cannot be had. It is
     * the same in JMX and in logs. Where sessions are resumed, it is the same on every node and after a restart;
     * otherwise it holds for this node until the application is restarted.
     *
     * @return 16 characters of {@code 0-9a-f}
     */
    String handle();

    /**
     * When the answer to {@code initialize} opened the session, by the wall clock; a resumption does not change it.
     *
     * @return the instant of opening, in whole seconds where the session can be resumed
     */
    Instant created();

    /**
     * When the last exchange of the session ended, by the wall clock; while one is in flight, the end of the one
     * before. Until a first exchange has ended, when the session was opened here or resumed.
     *
     * @return the end of the last exchange
     */
    Instant lastActivity();

    /**
     * Whose the session is: who opened it, or the first authenticated caller of a session that was opened anonymously.
     *
     * @return null while the session is anonymous
     */
    @Nullable
    Owner owner();

    /**
     * The protocol revision that the client asked for in {@code initialize} ({@code params.protocolVersion}).
     *
     * @return at most 64 printable characters, or null where the client did not say
     */
    @Nullable
    String protocolVersion();

    /**
     * What the client calls itself ({@code params.clientInfo.name}). Not verified.
     *
     * @return at most 64 printable characters, or null where the client did not say
     */
    @Nullable
    String clientName();

    /**
     * The version that the client gives itself ({@code params.clientInfo.version}). Not verified.
     *
     * @return at most 64 printable characters, or null where the client did not say
     */
    @Nullable
    String clientVersion();
}
