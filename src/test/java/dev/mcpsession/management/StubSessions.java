package dev.mcpsession.management;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Fixed answers, and a memory of what was asked for. */
final class StubSessions implements McpSessionsMXBean {

    static final SessionRow ROW = new SessionRow(
            "0123456789abcdef",
            "alice",
            "fedcba9876543210",
            "established",
            "probe",
            null,
            "2025-11-25",
            Date.from(Instant.ofEpochMilli(1)),
            Date.from(Instant.ofEpochMilli(2)),
            3,
            4,
            5,
            6,
            "/mcp",
            "endpoint");

    private String expired;
    private long idleTimeoutSeconds = 1800;
    private int maxActiveSessions = 100;
    private long initializeTimeoutSeconds = 60;
    private long streamIdleTimeoutSeconds = 86400;
    private long maxLifetimeSeconds = 0;
    private int maxActiveSessionsPerOwner = -1;
    private boolean accepting = true;

    String expired() {
        return expired;
    }

    @Override
    public int getActiveSessions() {
        return 1;
    }

    @Override
    public long getEvictedSessions() {
        return 0;
    }

    @Override
    public long getOwnerMismatches() {
        return 0;
    }

    @Override
    public long getFailedReleases() {
        return 0;
    }

    @Override
    public int getPendingReleases() {
        return 0;
    }

    @Override
    public int getMaxActive() {
        return 2;
    }

    @Override
    public int getMaxActiveSessions() {
        return maxActiveSessions;
    }

    @Override
    public void setMaxActiveSessions(int limit) {
        maxActiveSessions = limit;
    }

    @Override
    public int getActiveRequests() {
        return 3;
    }

    @Override
    public int getActiveStreams() {
        return 4;
    }

    @Override
    public long getStreamKeepAliveSeconds() {
        return 15;
    }

    @Override
    public long getStreamComments() {
        return 70;
    }

    @Override
    public long getLostStreams() {
        return 3;
    }

    @Override
    public int getBlockedStreamWriters() {
        return 1;
    }

    @Override
    public long getSessionCounter() {
        return 5;
    }

    @Override
    public Map<String, Long> getEndedSessions() {
        return Map.of("idle", 6L, "client", 7L);
    }

    @Override
    public long getExpiredSessions() {
        return 6;
    }

    @Override
    public long getTerminatedSessions() {
        return 7;
    }

    @Override
    public long getReplacedSessions() {
        return 8;
    }

    @Override
    public long getLostSessions() {
        return 9;
    }

    @Override
    public long getRejectedSessions() {
        return 10;
    }

    @Override
    public long getUnknownSessionRequests() {
        return 11;
    }

    @Override
    public boolean isResumable() {
        return true;
    }

    @Override
    public long getResumedSessions() {
        return 0;
    }

    @Override
    public long getSuspendedSessions() {
        return 0;
    }

    @Override
    public long getFailedResumptions() {
        return 0;
    }

    @Override
    public long getUnsealableSessions() {
        return 0;
    }

    @Override
    public int getRevokedSessions() {
        return 0;
    }

    @Override
    public long getResumeWithinSeconds() {
        return 0;
    }

    @Override
    public void setResumeWithinSeconds(long seconds) {}

    @Override
    public long getSessionAverageAliveTime() {
        return 12;
    }

    @Override
    public long getSessionMaxAliveTime() {
        return 13;
    }

    @Override
    public long getIdleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    @Override
    public void setIdleTimeoutSeconds(long seconds) {
        idleTimeoutSeconds = seconds;
    }

    @Override
    public long getInitializeTimeoutSeconds() {
        return initializeTimeoutSeconds;
    }

    @Override
    public void setInitializeTimeoutSeconds(long seconds) {
        initializeTimeoutSeconds = seconds;
    }

    @Override
    public long getStreamIdleTimeoutSeconds() {
        return streamIdleTimeoutSeconds;
    }

    @Override
    public void setStreamIdleTimeoutSeconds(long seconds) {
        streamIdleTimeoutSeconds = seconds;
    }

    @Override
    public long getMaxLifetimeSeconds() {
        return maxLifetimeSeconds;
    }

    @Override
    public void setMaxLifetimeSeconds(long seconds) {
        maxLifetimeSeconds = seconds;
    }

    @Override
    public int getMaxActiveSessionsPerOwner() {
        return maxActiveSessionsPerOwner;
    }

    @Override
    public void setMaxActiveSessionsPerOwner(int limit) {
        maxActiveSessionsPerOwner = limit;
    }

    @Override
    public int expireSessionsOf(String owner) {
        expired = owner;
        return 2;
    }

    @Override
    public boolean isAccepting() {
        return accepting;
    }

    @Override
    public void setAccepting(boolean newAccepting) {
        accepting = newAccepting;
    }

    @Override
    public long getLastSweepTimestamp() {
        return 17;
    }

    @Override
    public long getProcessingTime() {
        return 14;
    }

    @Override
    public List<SessionRow> getSessions() {
        return List.of(ROW);
    }

    @Override
    public int getSessionTableLimit() {
        return 15;
    }

    @Override
    public Map<String, RequestCounterRow> getProtocolVersions() {
        return Map.of(
                "2025-11-25",
                new RequestCounterRow(1, 2, Date.from(Instant.ofEpochMilli(3)), Date.from(Instant.ofEpochMilli(4))));
    }

    @Override
    public Map<String, RequestCounterRow> getClients() {
        return Map.of(
                "probe",
                new RequestCounterRow(5, 6, Date.from(Instant.ofEpochMilli(7)), Date.from(Instant.ofEpochMilli(8))));
    }

    @Override
    public boolean expireSession(String handle) {
        expired = handle;
        return !handle.equals("unknown");
    }

    @Override
    public int sweep() {
        return 16;
    }

    @Override
    public void resetStatistics() {}
}
