package dev.mcpsession.boot;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.EndReason;
import dev.mcpsession.engine.RateLimit;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.SafeText;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.management.Alarms;
import dev.mcpsession.management.LimitReport;
import dev.mcpsession.management.MismatchReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What an operator is told of as it happens: a line in the log that says what to do, and a notification. */
final class SessionAlarms implements RegistryListener {

    private static final Logger LOG = System.getLogger(SessionAlarms.class.getName());

    private final String path;
    private final Alarms alarms;
    private final RateLimit mismatches;
    private final RateLimitedLog limits = new RateLimitedLog(LOG);
    private final RateLimitedLog refusals = new RateLimitedLog(LOG);
    private final RateLimitedLog releases = new RateLimitedLog(LOG);
    private volatile @Nullable SessionRegistry registry;

    SessionAlarms(String path, Alarms alarms, TimeSource time) {
        this.path = path;
        this.alarms = alarms;
        this.mismatches = new RateLimit(time, RateLimitedLog.INTERVAL);
    }

    /** Takes the numbers for reports from there. */
    void watch(SessionRegistry sessions) {
        registry = sessions;
    }

    @Override
    public void limitReached() {
        LimitReport report = report();
        limits.warn(path + ": the limit of " + report.maxActiveSessions()
                + " MCP sessions is reached; newcomers take the place of sessions"
                + " that are hardly used, and are refused where there is none. Raise maxSessions or MaxActiveSessions, or shorten"
                + " idleTimeout; look at Sessions over JMX for a client that opens too many");
        alarms.limitReached(report);
    }

    @Override
    public void limitCleared() {
        LimitReport report = report();
        LOG.log(
                Level.INFO,
                "{0}: there is room for MCP sessions again: {1} of {2}",
                path,
                report.activeSessions(),
                report.maxActiveSessions());
        alarms.limitCleared(report);
    }

    @Override
    public void refusedAtLimit() {
        refusals.warn(
                path
                        + ": an initialize was answered 503, because all MCP sessions that the limit allows, or the limit for each owner,"
                        + " are in use. Raise maxSessions or maxSessionsPerOwner, or over JMX MaxActiveSessions or MaxActiveSessionsPerOwner");
    }

    @Override
    public void releaseDropped() {
        releases.warn(path
                + ": a session has ended of which its endpoint cannot be told, because too many others wait for that; the endpoint"
                + " holds its half until it notices by itself. PendingReleases over JMX shows how many wait; requests to any of the"
                + " endpoints here take them along");
    }

    @Override
    public void ownerMismatch(Session session, @Nullable Owner caller) {
        long leftOut = mismatches.tryNow();
        if (leftOut == RateLimit.NOT_NOW) {
            return;
        }
        Party owner = party(session.owner());
        Party came = party(caller);
        LOG.log(
                Level.WARNING,
                path + ": MCP session id presented by a caller other than its owner, answered 404: session "
                        + session.handle() + ", owner " + owner + ", caller " + came
                        + ". If both are one user under two names, provide an OwnerResolver; otherwise the id has leaked:"
                        + " end the session with expireSession, or all sessions of an owner with expireSessionsOf"
                        + (leftOut == 0 ? "" : " (" + leftOut + " more since the last warning)"));
        alarms.ownerMismatch(new MismatchReport(
                session.handle(), owner.name(), owner.handle(), came.name(), came.handle(), leftOut));
    }

    private LimitReport report() {
        SessionRegistry sessions = registry;
        return sessions == null
                ? new LimitReport(0, 0, 0, 0)
                : new LimitReport(
                        sessions.count(),
                        sessions.maxSessions(),
                        sessions.statistics().ended(EndReason.LIMIT),
                        sessions.statistics().rejected());
    }

    private Party party(@Nullable Owner owner) {
        SessionRegistry sessions = registry;
        return owner == null || sessions == null
                ? new Party(null, null)
                : new Party(SafeText.of(owner.toString()), sessions.handleOf(owner));
    }

    /** An owner as shown: its text, which may be cut, and its exact handle; neither for an anonymous caller. */
    private record Party(@Nullable String name, @Nullable String handle) {

        @Override
        public String toString() {
            return handle == null ? "anonymous" : name + " [" + handle + "]";
        }
    }
}
