package dev.mcpsession.engine;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint session to be released.
 *
 * @param path servlet path and path info of the endpoint
 * @param id the session id, a bearer secret
 * @param handle the handle for that path and id
 * @param queuedNanos when it was queued, by the monotonic clock
 * @param session the session that ended; null where none was opened under the id
 */
public record PendingRelease(
        String path,
        String id,
        String handle,
        long queuedNanos,
        @Nullable Session session) {

    /** Shows no id. */
    @Override
    public String toString() {
        return "PendingRelease " + handle;
    }
}
