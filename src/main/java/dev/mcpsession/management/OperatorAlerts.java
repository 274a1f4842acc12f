package dev.mcpsession.management;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.engine.RateLimit;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.SafeText;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operator of operational events as they happen: by a log line that says what to do, and by a JMX
 * notification.
 *
 * <p>Safe for use by many threads.
 */
public final class OperatorAlerts implements RegistryListener {

    private static final Logger LOG = System.getLogger(OperatorAlerts.class.getName());

    private final String path;
    private final JmxNotifier notifier;
    private final RateLimit mismatches;
    private final RateLimitedLog limits = new RateLimitedLog(LOG);
    private final RateLimitedLog refusals = new RateLimitedLog(LOG);
    private final RateLimitedLog releases = new RateLimitedLog(LOG);
    private volatile @Nullable SessionRegistry registry;

    /**
     * Creates alerts that report no numbers before {@link #watch}.
     *
     * @param path the application, with which each line begins
     * @param notifier sends the notifications
     * @param time the clock
     */
    public OperatorAlerts(String path, JmxNotifier notifier, TimeSource time) {
        this.path = path;
        this.notifier = notifier;
        this.mismatches = new RateLimit(time, RateLimitedLog.INTERVAL);
    }

    /**
     * Sets the registry whose numbers the reports contain.
     *
     * @param sessions the registry
     */
    public void watch(SessionRegistry sessions) {
        registry = sessions;
    }

    @Override
    public void limitReached() {
        LimitReport report = report();
        limits.warn(path + ": the limit of " + report.maxActiveSessions()
                + " MCP sessions is reached; each initialize now evicts the least valuable"
                + " session, and is answered 503 if none is eligible. Raise maxSessions or MaxActiveSessions, or shorten"
                + " idleTimeout; look at Sessions over JMX for a client that opens too many");
        notifier.limitReached(report);
    }

    @Override
    public void limitCleared() {
        LimitReport report = report();
        LOG.log(
                Level.INFO,
                "{0}: the limit of MCP sessions is cleared: {1} of {2}",
                path,
                report.activeSessions(),
                report.maxActiveSessions());
        notifier.limitCleared(report);
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
                + ": release queue full: the endpoint was not notified of an ended session and keeps its state until its own timeout."
                + " See PendingReleases over JMX");
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
        notifier.ownerMismatch(new MismatchReport(
                session.handle(), owner.name(), owner.handle(), came.name(), came.handle(), leftOut));
    }

    private LimitReport report() {
        SessionRegistry sessions = registry;
        return sessions == null
                ? new LimitReport(0, 0, 0, 0)
                : new LimitReport(
                        sessions.count(),
                        sessions.admission().maxSessions(),
                        sessions.statistics().ended(EndReason.LIMIT),
                        sessions.statistics().rejected());
    }

    private Party party(@Nullable Owner owner) {
        SessionRegistry sessions = registry;
        return owner == null || sessions == null
                ? new Party(null, null)
                : new Party(SafeText.of(owner.toString()), sessions.queries().handleOf(owner));
    }

    /** An owner as shown: its text, which may be cut, and its exact handle; neither for an anonymous caller. */
    private record Party(@Nullable String name, @Nullable String handle) {

        @Override
        public String toString() {
            return handle == null ? "anonymous" : name + " [" + handle + "]";
        }
    }
}
