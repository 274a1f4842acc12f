package dev.mcpsession.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that {@link ConfigurationReader} has read and found good. Immutable; the README's configuration table
 * says what each value means.
 *
 * @param idleTimeout zero for never
 * @param initializeTimeout zero for the idle timeout
 * @param streamIdleTimeout zero for never
 * @param streamKeepAlive zero for never
 * @param maxLifetime zero for none
 * @param sweepInterval null to derive it from the timeouts
 * @param maxSessions at least 1, or -1 for no limit
 * @param maxSessionsPerOwner at least 1, or -1 for no limit
 * @param allowClientTermination whether DELETE ends a session
 * @param requireSession whether a POST without an id is refused, unless it is an {@code initialize}
 * @param protocolVersions the revisions that the endpoint serves
 * @param allowedOrigins origins let in besides the endpoint's own
 * @param bindToOwner whether a session is its opener's alone
 * @param tenantClaim name of the claim of a token that tells the tenant
 * @param releaseSessions whether endpoints are told of sessions that ended here
 * @param resumeKeys what seals session ids, or null where sessions are not resumed
 * @param resumeWithin how long after its opening a session can be resumed
 */
public record Configuration(
        Duration idleTimeout,
        Duration initializeTimeout,
        Duration streamIdleTimeout,
        Duration streamKeepAlive,
        Duration maxLifetime,
        @Nullable Duration sweepInterval,
        int maxSessions,
        int maxSessionsPerOwner,
        boolean allowClientTermination,
        boolean requireSession,
        ProtocolVersions protocolVersions,
        AllowedOrigins allowedOrigins,
        boolean bindToOwner,
        String tenantClaim,
        boolean releaseSessions,
        @Nullable ResumeKeys resumeKeys,
        Duration resumeWithin) {}
