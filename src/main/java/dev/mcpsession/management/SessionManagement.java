package dev.mcpsession.management;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.config.Parameter;
import dev.mcpsession.engine.RequestCounterSnapshot;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.SessionSnapshot;
import dev.mcpsession.engine.SessionStatistics;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.engine.Sweeper;
import dev.mcpsession.engine.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The MXBean of a session registry: converts values, and decides nothing.
 *
 * <p>Safe for use by many threads.
 */
public final class SessionManagement implements McpSessionsMXBean {

    /** A console shows no more in a useful way, and a reply stays under a megabyte. */
    private static final int SESSION_TABLE_LIMIT = 1000;

    private final SessionRegistry registry;
    private final SessionStatistics statistics;
    private final Sweeper sweeper;
    private final StreamKeepAlive keepAlive;

    /**
     * Creates the MXBean.
     *
     * @param registry the sessions
     * @param sweeper to be rescheduled when a timeout changes
     * @param keepAlive the comments on event streams
     */
    public SessionManagement(SessionRegistry registry, Sweeper sweeper, StreamKeepAlive keepAlive) {
        this.registry = registry;
        this.statistics = registry.statistics();
        this.sweeper = sweeper;
        this.keepAlive = keepAlive;
    }

    @Override
    public int getActiveSessions() {
        return registry.count();
    }

    @Override
    public int getMaxActive() {
        return (int) statistics.mostActive();
    }

    @Override
    public int getMaxActiveSessions() {
        return registry.admission().maxSessions();
    }

    @Override
    public void setMaxActiveSessions(int limit) {
        registry.admission().setMaxSessions(limit(Parameter.MAX_SESSIONS, "MaxActiveSessions", limit));
    }

    @Override
    public int getMaxActiveSessionsPerOwner() {
        return registry.admission().maxSessionsPerOwner();
    }

    @Override
    public void setMaxActiveSessionsPerOwner(int limit) {
        registry.admission()
                .setMaxSessionsPerOwner(limit(Parameter.MAX_SESSIONS_PER_OWNER, "MaxActiveSessionsPerOwner", limit));
    }

    @Override
    public int getActiveRequests() {
        return registry.queries().activeRequests();
    }

    @Override
    public int getActiveStreams() {
        return registry.queries().activeStreams();
    }

    @Override
    public long getStreamKeepAliveSeconds() {
        return keepAlive.period().toSeconds();
    }

    @Override
    public long getStreamComments() {
        return keepAlive.comments();
    }

    @Override
    public long getLostStreams() {
        return keepAlive.lostStreams();
    }

    @Override
    public int getBlockedStreamWriters() {
        return keepAlive.blockedWriters();
    }

    @Override
    public long getSessionCounter() {
        return statistics.opened();
    }

    @Override
    public Map<String, Long> getEndedSessions() {
        Map<String, Long> ended = new LinkedHashMap<>();
        for (EndReason reason : EndReason.values()) {
            ended.put(reason.label(), statistics.ended(reason));
        }
        return ended;
    }

    @Override
    public long getExpiredSessions() {
        return statistics.ended(EndReason.IDLE) + statistics.ended(EndReason.LIFETIME);
    }

    @Override
    public long getTerminatedSessions() {
        return statistics.ended(EndReason.CLIENT) + statistics.ended(EndReason.OPERATOR);
    }

    @Override
    public long getEvictedSessions() {
        return statistics.ended(EndReason.LIMIT);
    }

    @Override
    public long getOwnerMismatches() {
        return statistics.ownerMismatches();
    }

    @Override
    public int getPendingReleases() {
        return registry.releases().waiting();
    }

    @Override
    public long getFailedReleases() {
        return statistics.failedReleases();
    }

    @Override
    public long getReplacedSessions() {
        return statistics.ended(EndReason.REPLACED);
    }

    @Override
    public long getLostSessions() {
        return statistics.ended(EndReason.ENDPOINT_GONE);
    }

    @Override
    public long getRejectedSessions() {
        return statistics.rejected();
    }

    @Override
    public long getUnknownSessionRequests() {
        return statistics.unknownSessionRequests();
    }

    @Override
    public boolean isResumable() {
        return registry.isResuming();
    }

    @Override
    public long getResumedSessions() {
        return statistics.resumed();
    }

    @Override
    public long getSuspendedSessions() {
        return statistics.suspended();
    }

    @Override
    public long getFailedResumptions() {
        return statistics.failedResumptions();
    }

    @Override
    public long getUnsealableSessions() {
        return statistics.unsealable();
    }

    @Override
    public int getRevokedSessions() {
        return registry.revokedSessions();
    }

    @Override
    public long getResumeWithinSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(registry.timeouts().resumable());
    }

    @Override
    public void setResumeWithinSeconds(long seconds) {
        changeTimeout(Parameter.RESUME_WITHIN, "ResumeWithinSeconds", seconds, Timeouts::withResumable);
    }

    @Override
    public long getSessionAverageAliveTime() {
        return statistics.averageAlive().toSeconds();
    }

    @Override
    public long getSessionMaxAliveTime() {
        return statistics.longestAlive().toSeconds();
    }

    @Override
    public long getIdleTimeoutSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(registry.timeouts().idle());
    }

    @Override
    public void setIdleTimeoutSeconds(long seconds) {
        changeTimeout(Parameter.IDLE_TIMEOUT, "IdleTimeoutSeconds", seconds, Timeouts::withIdle);
    }

    @Override
    public long getInitializeTimeoutSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(registry.timeouts().initialize());
    }

    @Override
    public void setInitializeTimeoutSeconds(long seconds) {
        changeTimeout(Parameter.INITIALIZE_TIMEOUT, "InitializeTimeoutSeconds", seconds, Timeouts::withInitialize);
    }

    @Override
    public long getStreamIdleTimeoutSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(registry.timeouts().streamIdle());
    }

    @Override
    public void setStreamIdleTimeoutSeconds(long seconds) {
        changeTimeout(Parameter.STREAM_IDLE_TIMEOUT, "StreamIdleTimeoutSeconds", seconds, Timeouts::withStreamIdle);
    }

    @Override
    public long getMaxLifetimeSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(registry.timeouts().lifetime());
    }

    @Override
    public void setMaxLifetimeSeconds(long seconds) {
        changeTimeout(Parameter.MAX_LIFETIME, "MaxLifetimeSeconds", seconds, Timeouts::withLifetime);
    }

    @Override
    public boolean isAccepting() {
        return registry.admission().isAccepting();
    }

    @Override
    public void setAccepting(boolean accepting) {
        registry.admission().setAccepting(accepting);
    }

    @Override
    public long getLastSweepTimestamp() {
        Instant last = registry.statistics().lastSweep();
        return last == null ? 0 : last.toEpochMilli();
    }

    @Override
    public long getProcessingTime() {
        return registry.statistics().sweepTime().toMillis();
    }

    @Override
    public List<SessionRow> getSessions() {
        return registry.queries().mostRecent(SESSION_TABLE_LIMIT).stream()
                .sorted(Comparator.comparing(SessionSnapshot::idle)
                        .thenComparing(SessionSnapshot::lastActivity, Comparator.reverseOrder()))
                .map(SessionManagement::row)
                .toList();
    }

    @Override
    public int getSessionTableLimit() {
        return SESSION_TABLE_LIMIT;
    }

    @Override
    public Map<String, RequestCounterRow> getProtocolVersions() {
        return rows(registry.usage().byRevision());
    }

    @Override
    public Map<String, RequestCounterRow> getClients() {
        return rows(registry.usage().byClient());
    }

    @Override
    public boolean expireSession(String handle) {
        return registry.endByHandle(handle, EndReason.OPERATOR);
    }

    @Override
    public int expireSessionsOf(String owner) {
        Set<Owner> named = registry.queries()
                .owners(candidate -> candidate.toString().equals(owner)
                        || registry.queries().handleOf(candidate).equals(owner));
        if (named.size() > 1) {
            throw new IllegalArgumentException(
                    named.size() + " owners have that text; no session was ended. Give the ownerHandle of one of them");
        }
        return registry.endOwnedBy(named::contains, EndReason.OPERATOR);
    }

    @Override
    public int sweep() {
        return registry.sweep();
    }

    @Override
    public void resetStatistics() {
        registry.resetStatistics();
        keepAlive.resetStatistics();
    }

    private void changeTimeout(
            Parameter parameter, String attribute, long seconds, BiFunction<Timeouts, Duration, Timeouts> with) {
        Duration timeout = checked(parameter, Duration.class, attribute, seconds);
        registry.changeTimeouts(timeouts -> with.apply(timeouts, timeout));
        sweeper.reschedule();
    }

    private static int limit(Parameter parameter, String attribute, int limit) {
        return checked(parameter, Integer.class, attribute, limit);
    }

    /* A console has no class of ours: it could not show an exception of such a class, nor its message. */
    private static <T> T checked(Parameter parameter, Class<T> type, String attribute, long value) {
        try {
            return parameter.parse(type, attribute, Long.toString(value));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private static Map<String, RequestCounterRow> rows(Map<String, RequestCounterSnapshot> usage) {
        Map<String, RequestCounterRow> rows = new LinkedHashMap<>();
        usage.forEach((name, seen) -> rows.put(
                name,
                new RequestCounterRow(
                        seen.liveSessions(),
                        seen.requests(),
                        Date.from(seen.firstSeen()),
                        Date.from(seen.lastSeen()))));
        return rows;
    }

    private static SessionRow row(SessionSnapshot session) {
        return new SessionRow(
                session.handle(),
                session.owner(),
                session.ownerHandle(),
                session.established() ? "established" : "provisional",
                session.clientName(),
                session.clientVersion(),
                session.protocolVersion(),
                Date.from(session.created()),
                Date.from(session.lastActivity()),
                session.idle().toSeconds(),
                session.requests(),
                session.streams(),
                session.served(),
                session.path(),
                session.adopted() ? "endpoint" : "filter");
    }
}
