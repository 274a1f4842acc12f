package dev.mcpsession.filter;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decides, once for each response, which session id leaves with it. */
@FunctionalInterface
interface SessionIdPolicy {

    /**
     * Called before the response is committed, or before its first byte, whichever the endpoint does first.
     *
     * @param response the response, where it must be refused after all
     * @param status the status it is about to have
     * @param named the session id that the endpoint has set on it, or null
     * @return the session id to send, or null for none
     * @throws IOException if the answer was refused instead and that could not be written
     */
    @Nullable
    String sessionId(SessionResponse response, int status, @Nullable String named) throws IOException;
}
