package dev.mcpsession.engine;

import java.time.Instant;

/**
 * How much one kind of client uses the endpoint, at one moment.
 *
 * @param liveSessions sessions that are live
 * @param requests requests, those that opened sessions and those of ended ones included
 * @param firstSeen when the first came
 * @param lastSeen when the last came, to the second
 * @since 1.0
 */
public record UsageSnapshot(int liveSessions, long requests, Instant firstSeen, Instant lastSeen) {

    UsageSnapshot and(UsageSnapshot other) {
        return new UsageSnapshot(
                liveSessions + other.liveSessions,
                requests + other.requests,
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
    }
}
