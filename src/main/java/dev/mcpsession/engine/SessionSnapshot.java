package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it was at one moment: its metadata, without its id.
 *
 * @param handle the name of the session for people and logs
 * @param path servlet path and path info of its endpoint, safe to show
 * @param adopted whether the endpoint named it
 * @param owner its owner, safe to show, at most 64 characters; null while it is anonymous
 * @param ownerHandle the handle of its owner; null while it is anonymous
 * @param established whether a request has followed its {@code initialize}
 * @param endReason null while it is live
 * @param created when it was opened
 * @param lastActivity the end of its last exchange
 * @param idle time since then; zero while anything is in flight
 * @param requests exchanges other than streams in flight
 * @param streams streams open
 * @param served exchanges that have ended, {@code initialize} included
 * @param protocolVersion the revision that the client asked for, or null
 * @param clientName what the client calls itself, or null
 * @param clientVersion the version it gives itself, or null
 */
public record SessionSnapshot(
        String handle,
        String path,
        boolean adopted,
        @Nullable String owner,
        @Nullable String ownerHandle,
        boolean established,
        @Nullable EndReason endReason,
        Instant created,
        Instant lastActivity,
        Duration idle,
        int requests,
        int streams,
        long served,
        @Nullable String protocolVersion,
        @Nullable String clientName,
        @Nullable String clientVersion) {}
