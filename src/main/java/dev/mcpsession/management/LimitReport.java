package dev.mcpsession.management;

/**
 * User data of the notifications that the limit is reached or cleared.
 *
 * @param activeSessions sessions that are live
 * @param maxActiveSessions the limit; -1 for none
 * @param evictedSessions sessions evicted
 * @param rejectedSessions {@code initialize} requests answered 503
 */
public record LimitReport(int activeSessions, int maxActiveSessions, long evictedSessions, long rejectedSessions) {}
