package dev.mcpsession.management;

import java.util.Date;

/**
 * The requests and live sessions of the clients of one kind. Every component is of an open type.
 *
 * @param liveSessions live sessions
 * @param requests requests since the start or the last reset
 * @param firstSeen the time of the first of them
 * @param lastSeen the time of the last of them, to the second
 */
public record RequestCounterRow(int liveSessions, long requests, Date firstSeen, Date lastSeen) {}
