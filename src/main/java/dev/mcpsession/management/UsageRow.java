package dev.mcpsession.management;

import java.util.Date;

/**
 * How much one kind of client uses the endpoint. Every component is of an open type.
 *
 * @param liveSessions sessions that are live
 * @param requests requests since the start or the last reset
 * @param firstSeen when the first of them came
 * @param lastSeen when the last of them came, to the second
 * @since 1.0
 */
public record UsageRow(int liveSessions, long requests, Date firstSeen, Date lastSeen) {}
