package dev.mcpsession.engine;

import dev.mcpsession.config.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one application on one node: opens, finds, ends and sweeps them, and counts what happens.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class SessionRegistry {

    /*
     * Implementation notes.
     *
     * The map is keyed by path and id and holds live sessions, and for moments ended ones: the single caller that ends a session
     * through its gate removes it, counts it and returns its permit, in ended(). A session found here may therefore be over;
     * the gate says so, and nobody relies on the map for that.
     *
     * The population: a permit is taken in admit(), before the endpoint sees the request, and belongs to the Admission until that
     * opens a session or gives up, then to the session until ended() returns it. The one exception is replace(), where the
     * permit passes from the session that ends to the one that takes its place. So permits taken are never fewer than live
     * sessions, and never more than the limit.
     *
     * The sweep scans the whole map. Ten thousand sessions take well under a millisecond; a timer for each would cost more.
     */
    private final ConcurrentMap<SessionKey, Session> sessions = new ConcurrentHashMap<>();
    private final Set<SessionStream> closeLater = ConcurrentHashMap.newKeySet();
    private final Permits permits = new Permits();
    private final AtomicInteger active = new AtomicInteger();
    private final SessionStatistics statistics = new SessionStatistics();
    private final SessionIds ids = new SessionIds();
    private final TimeSource time;
    private final LongAdder sweepNanos = new LongAdder();
    private final @Nullable Duration configuredSweepInterval;
    private volatile @Nullable Instant lastSweep;
    private volatile Timeouts timeouts;
    private volatile int maxSessions;
    private volatile boolean accepting = true;

    /**
     * Creates an empty registry.
     *
     * @param configuration timeouts and limit to start with
     * @param time the clock
     */
    public SessionRegistry(Configuration configuration, TimeSource time) {
        this.time = time;
        this.timeouts = Timeouts.of(configuration);
        this.maxSessions = configuration.maxSessions();
        this.configuredSweepInterval = configuration.sweepInterval();
    }

    /**
     * Takes the right to open one session.
     *
     * @return null while draining, or where the limit is reached even after a sweep; the refusal has been counted
     */
    public @Nullable Admission admit() {
        if (accepting && (permits.tryAcquire(maxSessions) || (sweep() > 0 && permits.tryAcquire(maxSessions)))) {
            return new Admission(this);
        }
        statistics.countRejected();
        return null;
    }

    /**
     * Lets an exchange in on a live session. A session whose time is up ends here, whenever the next sweep may be.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that came with the request, whatever it is
     * @param kind what the exchange counts as
     * @return the exchange, to be {@linkplain Exchange#end() ended} once; null where there is no such live session
     */
    public @Nullable Exchange enter(String path, String id, ExchangeKind kind) {
        Session session = sessions.get(new SessionKey(path, id));
        return session == null ? null : session.enter(kind);
    }

    /**
     * Ends a session, whatever is in flight on it.
     *
     * @param session the session
     * @param reason why
     * @return true for the one caller that ended it, false where it was over
     */
    public boolean end(Session session, EndReason reason) {
        return session.end(reason);
    }

    /**
     * Ends the session that a handle names.
     *
     * @param handle a handle, whatever it is
     * @param reason why
     * @return false where there is no such live session
     */
    public boolean end(String handle, EndReason reason) {
        for (Session session : sessions.values()) {
            if (session.handle().equals(handle)) {
                return session.end(reason);
            }
        }
        return false;
    }

    /**
     * Ends a session because its endpoint has answered with a new id, and opens that one in its place, with the same client
     * and the same permit.
     *
     * @param old the session that is replaced
     * @param id the endpoint's new id; {@linkplain SessionIds#isValid(String) valid}
     * @return the exchange in flight, now on the new session; null where the old one had already ended and there is no other
     *     permit
     */
    public @Nullable Exchange replace(Session old, String id) {
        Admission admission = old.end(EndReason.REPLACED) ? new Admission(this) : admit();
        return admission == null ? null : admission.adopt(old.key().path(), id, old.client());
    }

    /**
     * Ends what is over and closes the streams that had to wait.
     *
     * @return how many sessions ended by this call
     */
    public int sweep() {
        long start = time.nanos();
        closeLater.removeIf(SessionStream::tryClose);
        int ended = endAll(Session::endIfExpired);
        sweepNanos.add(time.nanos() - start);
        lastSweep = time.now();
        return ended;
    }

    /**
     * Ends every session.
     *
     * @param reason why
     * @return how many ended by this call
     */
    public int clear(EndReason reason) {
        return endAll(session -> session.end(reason));
    }

    /**
     * The sessions that are live now, in no order.
     *
     * @return snapshots, each consistent in itself
     */
    public List<SessionSnapshot> list() {
        return sessions.values().stream()
                .map(Session::snapshot)
                .filter(snapshot -> snapshot.endReason() == null)
                .toList();
    }

    /**
     * How many sessions are live: known to this node and not ended. Never above the limit, unless that was lowered.
     *
     * @return a count
     */
    public int count() {
        return active.get();
    }

    /**
     * What has happened so far.
     *
     * @return the statistics, live
     */
    public SessionStatistics statistics() {
        return statistics;
    }

    /** Starts the statistics anew. Sessions are not touched. */
    public void resetStatistics() {
        statistics.reset(active.get());
        sweepNanos.reset();
    }

    /**
     * When the last sweep ended.
     *
     * @return null before the first
     */
    public @Nullable Instant lastSweep() {
        return lastSweep;
    }

    /**
     * The time that sweeps have taken in all.
     *
     * @return zero before the first
     */
    public Duration sweepTime() {
        return Duration.ofNanos(sweepNanos.sum());
    }

    /**
     * The timeouts in force.
     *
     * @return an immutable value
     */
    public Timeouts timeouts() {
        return timeouts;
    }

    /**
     * How often the registry wants to be swept: as configured, or else what follows from the timeouts in force. Room made by a
     * sweep is the soonest that a refused client can hope for.
     *
     * @return at least a second
     */
    public Duration sweepInterval() {
        return configuredSweepInterval == null ? timeouts.sweepInterval() : configuredSweepInterval;
    }

    /**
     * Sets the idle timeout, from the next check on.
     *
     * @param idle zero for never
     * @throws IllegalArgumentException if it is negative
     */
    public void setIdleTimeout(Duration idle) {
        timeouts = timeouts.withIdle(idle);
    }

    /**
     * The limit in force.
     *
     * @return at least 1, or -1 for none
     */
    public int maxSessions() {
        return maxSessions;
    }

    /**
     * Sets the limit, from the next {@code initialize} on. Lowering it ends no session.
     *
     * @param limit at least 1, or -1 for none
     * @throws IllegalArgumentException if it is neither
     */
    public void setMaxSessions(int limit) {
        if (limit != Permits.UNLIMITED && limit < 1) {
            throw new IllegalArgumentException("The limit is -1 for none, or at least 1");
        }
        maxSessions = limit;
    }

    /**
     * Whether new sessions are let in.
     *
     * @return false while draining
     */
    public boolean isAccepting() {
        return accepting;
    }

    /**
     * Starts or stops draining: while it lasts every {@code initialize} is refused, and live sessions go on.
     *
     * @param accept false to drain
     */
    public void setAccepting(boolean accept) {
        accepting = accept;
    }

    TimeSource time() {
        return time;
    }

    String newId() {
        return ids.next();
    }

    int permitsTaken() {
        return permits.taken();
    }

    void returnPermit() {
        permits.release();
    }

    /** Opens a session whose permit the caller has taken. */
    Exchange open(SessionKey key, boolean adopted, ClientInfo client) {
        Session fresh = new Session(this, key, ids.handle(key.id()), adopted, client);
        while (true) {
            int nowActive = active.incrementAndGet();
            Session present = sessions.putIfAbsent(key, fresh);
            if (present == null) {
                statistics.countOpened(nowActive);
                return new Exchange(fresh, ExchangeKind.REQUEST);
            }
            active.decrementAndGet();
            Exchange again = present.enter(ExchangeKind.REQUEST);
            if (again != null) {
                present.describe(client);
                returnPermit();
                return again;
            }
            sessions.remove(key, present);
        }
    }

    /** Called by the one caller that ended the session. */
    void ended(Session session, EndReason reason, Duration alive) {
        sessions.remove(session.key(), session);
        active.decrementAndGet();
        statistics.countEnded(reason, alive);
        if (reason != EndReason.REPLACED) {
            returnPermit();
        }
    }

    void close(SessionStream stream) {
        if (!stream.tryClose()) {
            closeLater.add(stream);
        }
    }

    void forget(SessionStream stream) {
        closeLater.remove(stream);
    }

    private int endAll(Predicate<Session> end) {
        int ended = 0;
        for (Session session : sessions.values()) {
            if (end.test(session)) {
                ended++;
            }
        }
        return ended;
    }
}
