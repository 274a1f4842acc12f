package dev.mcpsession.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened with.
 *
 * @param path servlet path and path info of the endpoint
 * @param id the session id, a bearer secret
 * @param endpointId what the endpoint calls the session; the id where the endpoint has not named it
 * @param adopted whether the endpoint has named the session
 * @param created when the session was opened first; null for now
 * @param client what the client said of itself
 */
public record NewSession(
        String path,
        String id,
        String endpointId,
        boolean adopted,
        @Nullable Instant created,
        ClientInfo client) {

    /**
     * A session that takes the place of another, under a name that the endpoint has given it.
     *
     * @param old the other session
     * @param id what the endpoint calls it
     * @return a session with the same path and client, that is not sealed
     */
    public static NewSession replacing(Session old, String id) {
        return new NewSession(old.path(), id, id, true, null, old.client());
    }

    /**
     * Whether the id is a sealed one, from which the session can be resumed: no other session has a time of its own.
     */
    boolean isSealed() {
        return created != null;
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return "NewSession at " + path;
    }
}
