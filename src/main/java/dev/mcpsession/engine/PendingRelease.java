package dev.mcpsession.engine;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint session to be released.
 *
 * @param path servlet path and path info of the endpoint
 * @param id what the endpoint calls the session, a secret
 * @param handle the handle of the session; where none was opened, that for the path and the id
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
