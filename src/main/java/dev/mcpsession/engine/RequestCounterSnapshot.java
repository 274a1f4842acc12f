package dev.mcpsession.engine;

import java.time.Instant;

/**
 * The requests and live sessions of the clients of one kind, at one moment.
 *
 * @param liveSessions live sessions
 * @param requests requests, those that opened sessions and those of ended sessions included
 * @param firstSeen the time of the first request
 * @param lastSeen the time of the last request, to the second
 */
public record RequestCounterSnapshot(int liveSessions, long requests, Instant firstSeen, Instant lastSeen) {

    RequestCounterSnapshot plus(RequestCounterSnapshot other) {
        return new RequestCounterSnapshot(
                liveSessions + other.liveSessions,
                requests + other.requests,
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
    }
}
