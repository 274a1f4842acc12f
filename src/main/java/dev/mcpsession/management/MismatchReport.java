package dev.mcpsession.management;

import org.jspecify.annotations.Nullable;

/**
 * User data of the notification that a caller other than its owner presented the id of a session.
 *
 * @param handle the handle of the session
 * @param owner the owner of the session, or null if it has none any more
 * @param ownerHandle the handle of that owner, or null
 * @param caller the owner that the request resolves to, or null for an anonymous caller
 * @param callerHandle the handle of that owner, or null
 * @param leftOut the number of mismatches since the last notification that were not sent
 */
public record MismatchReport(
        String handle,
        @Nullable String owner,
        @Nullable String ownerHandle,
        @Nullable String caller,
        @Nullable String callerHandle,
        long leftOut) {}
