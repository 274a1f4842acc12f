package dev.mcpsession.management;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * A session in the table of a JMX console. Every component is of an open type.
 *
 * @param handle the name of the session; takes the place of its id, which is a secret
 * @param owner its owner, cut to 64 characters, or null while it is anonymous
 * @param ownerHandle the handle of its owner, which {@code expireSessionsOf} takes; null while it is anonymous
 * @param state {@code provisional} until a request has followed {@code initialize}, then {@code established}
 * @param clientName what the client calls itself, or null
 * @param clientVersion the version it gives itself, or null
 * @param protocolVersion the revision that it asked for, or null
 * @param created when it was opened
 * @param lastActivity when its last exchange ended
 * @param idleSeconds whole seconds since then; 0 while anything is in flight
 * @param requestsInFlight POST and DELETE requests that are being answered
 * @param openStreams GET streams that are open
 * @param requestsServed exchanges that have ended, {@code initialize} included
 * @param path servlet path and path info of its endpoint
 * @param namedBy {@code endpoint} or {@code filter}: whose id it has
 */
public record SessionRow(
        String handle,
        @Nullable String owner,
        @Nullable String ownerHandle,
        String state,
        @Nullable String clientName,
        @Nullable String clientVersion,
        @Nullable String protocolVersion,
        Date created,
        Date lastActivity,
        long idleSeconds,
        int requestsInFlight,
        int openStreams,
        long requestsServed,
        String path,
        String namedBy) {}
