package dev.mcpsession.management;

/**
 * What comes with a notification that the limit is reached or cleared.
 *
 * @param activeSessions sessions that are live
 * @param maxActiveSessions the limit; -1 for none
 * @param evictedSessions sessions that have gone for newcomers
 * @param rejectedSessions newcomers that were refused
 * @since 1.0
 */
public record LimitReport(int activeSessions, int maxActiveSessions, long evictedSessions, long rejectedSessions) {}
