package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.config.Configuration;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one application on one node: opens, finds, ends and sweeps them, and counts what happens.
 *
 * <p>Safe for use by many threads.
 */
public final class SessionRegistry {

    /** Ends that leave the endpoint holding nothing that is to be released. */
    private static final Set<EndReason> ENDPOINT_KNOWS =
            Set.of(EndReason.CLIENT, EndReason.ENDPOINT_GONE, EndReason.SHUTDOWN);

    /*
     * The map is keyed by path and id and holds live sessions, and for moments ended ones: the one thread that ends a session
     * through its gate removes and counts it, in ended(). A session found here may therefore have ended; its gate tells, and
     * nothing relies on the map for that. AdmissionControl accounts for permits.
     *
     * A sweep visits the whole map. Ten thousand sessions take well under a millisecond; a timer for each would cost more.
     */
    private final SessionMap sessions = new SessionMap();
    private final EndpointSessions endpointSessions = new EndpointSessions();
    private final OpenStreams streams = new OpenStreams();
    private final Interner<String> paths = new Interner<>();
    private final Interner<ClientInfo> clients = new Interner<>();
    private final AtomicInteger active = new AtomicInteger();
    private final SessionStatistics statistics = new SessionStatistics();
    private final SessionIds ids;
    private final @Nullable Resumability resumability;
    private final ExchangeGauge exchanges = new ExchangeGauge();
    private final SessionQueries queries;
    private final SessionEvents events = SessionEvents.ofThisJvm();
    private final EvictionIndex candidates;
    private final RequestCounters usage;
    private final PendingReleaseQueue releases;
    private final AtomicLong numbers = new AtomicLong();
    private final RegistryListener listener;
    private final SessionListener sessionListener;
    private final AdmissionControl admission;
    private final TimeSource time;
    private final @Nullable Duration configuredSweepInterval;
    private volatile Timeouts timeouts;

    /**
     * Creates an empty registry.
     *
     * @param configuration timeouts and limit to start with
     * @param time the clock
     * @param listener what is told
     */
    public SessionRegistry(Configuration configuration, TimeSource time, RegistryListener listener) {
        this(configuration, time, listener, SessionListener.none(), null, null);
    }

    /**
     * Creates an empty registry.
     *
     * @param configuration timeouts and limit to start with
     * @param time the clock
     * @param listener what is told of what an operator should know
     * @param sessionListener what is told of sessions
     * @param sealed opens the ids of sessions that are not in memory; null where sessions are not resumed
     * @param revocations which of those ended for good; null where sessions are not resumed
     */
    public SessionRegistry(
            Configuration configuration,
            TimeSource time,
            RegistryListener listener,
            SessionListener sessionListener,
            @Nullable SealedIds sealed,
            @Nullable Revocations revocations) {
        this.time = time;
        this.listener = listener;
        this.sessionListener = sessionListener;
        this.ids = sealed == null ? new SessionIds() : new SessionIds(sealed.handleKey());
        this.resumability = sealed == null || revocations == null
                ? null
                : new Resumability(sealed, revocations, ids, time, this::timeouts);
        this.queries = new SessionQueries(sessions, exchanges, ids, time);
        this.candidates = new EvictionIndex(time);
        this.admission = new AdmissionControl(this, configuration, candidates, statistics, listener, this::sweep);
        this.releases = new PendingReleaseQueue(
                configuration.releaseSessions(),
                this::findByEndpointId,
                time,
                admission::maxSessions,
                listener::releaseDropped);
        this.usage =
                new RequestCounters(Set.copyOf(configuration.protocolVersions().listed()), time);
        this.timeouts = Timeouts.of(configuration);
        this.configuredSweepInterval = configuration.sweepInterval();
    }

    /**
     * Reserves the permits for one session. Where a limit is reached, a permit is missing, to be acquired by evicting a
     * candidate when the session opens.
     *
     * @param owner the owner that the session will have, or null for an anonymous caller
     * @return null while draining, or where a limit is reached and no session can be evicted; that has been counted
     */
    public @Nullable Reservation reserve(@Nullable Owner owner) {
        return admission.reserve(owner);
    }

    /**
     * Reserves the permits for a session that is resumed: also while draining, and by evicting any idle session of the
     * caller, or an anonymous one, that can be resumed in turn.
     *
     * @param owner the owner that the session will have, or null for an anonymous caller
     * @return null where a limit is reached and no session can be evicted
     */
    public @Nullable Reservation reserveToResume(@Nullable Owner owner) {
        return admission.reserveToResume(owner);
    }

    /**
     * Whether sessions are resumed at all.
     *
     * @return false where their ids are not sealed
     */
    public boolean isResuming() {
        return resumability != null;
    }

    /**
     * Sessions that are recorded as not to be resumed, or by one owner only.
     *
     * @return a count
     */
    public int revokedSessions() {
        return resumability == null ? 0 : resumability.revocations().count();
    }

    /** Counts a request whose session could be resumed and was not. */
    public void resumptionFailed() {
        statistics.countFailedResumption();
    }

    /** Counts a session whose id could not be sealed, because it would be too long. */
    public void sessionNotSealed() {
        statistics.countUnsealable();
    }

    /**
     * Tells whether a caller may resume a session that is not in memory. May be true of a session that another thread
     * has resumed meanwhile.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that came with the request, whatever it is
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     * @return false where sessions are not resumed
     */
    public boolean isResumable(String path, String id, @Nullable Owner caller) {
        if (resumability == null) {
            return false;
        }
        // In this order: a session that ends leaves its record before it leaves the map.
        Session present = find(path, id);
        return (present == null || present.isResumableBy(caller)) && resumability.permits(path, id, caller);
    }

    /**
     * Keeps a session from being resumed. Does not end it where it is live.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the session id, whatever it is
     */
    public void revoke(String path, String id) {
        if (resumability != null) {
            resumability.revoke(path, id);
        }
    }

    /**
     * Ends a session for good that is not in memory, so that it is not resumed. Where another thread has resumed it
     * meanwhile, that session ends as well, and is released: its endpoint has not been asked.
     *
     * @param path servlet path and path info of the endpoint
     * @param id a sealed id
     */
    public void endSuspended(String path, String id) {
        if (resumability == null) {
            return;
        }
        // In this order: what is resumed meanwhile is refused for the record, or found.
        resumability.revoke(path, id);
        Session resumed = sessions.findAfterAdditions(path, id);
        if (resumed != null && resumed.end(EndReason.CLIENT) && resumed.isAdopted()) {
            releases.add(resumed);
        }
    }

    /**
     * The limits, and whether new sessions are admitted.
     *
     * @return the admission control, live
     */
    public AdmissionControl admission() {
        return admission;
    }

    /**
     * Enters a live session with an exchange. A session that has expired ends here, whenever the next sweep may be.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that came with the request, whatever it is
     * @param kind what the exchange counts as
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     * @return the exchange, to be {@linkplain Exchange#end() ended} once; null where there is no such live session, or
     *     it belongs to another owner
     */
    public @Nullable Exchange enter(String path, String id, ExchangeKind kind, @Nullable Owner caller) {
        Session session = find(path, id);
        return session == null ? null : session.enter(kind, caller);
    }

    /**
     * Counts a request that is answered 404 because it named no live session of its caller: as an owner mismatch if a
     * live session of another owner has that id, else as a request for an unknown session. An {@code initialize} that
     * names such a session opens one of its own and is not counted.
     *
     * @param path servlet path and path info that it came to
     * @param id what it named, whatever it is
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     */
    public void sessionNotFound(String path, String id, @Nullable Owner caller) {
        Session session = find(path, id);
        if (session != null && session.isLiveForAnotherThan(caller)) {
            statistics.countOwnerMismatch();
            listener.ownerMismatch(session, caller);
            return;
        }
        statistics.countUnknownSessionRequest();
        events.deadSession(() -> SessionIds.isValid(id) ? SessionIds.label(ids.handle(path, id)) : "invalid");
    }

    /**
     * Ends a session, whatever is in flight on it.
     *
     * @param session the session
     * @param reason why
     * @return true for the one thread that ended it, false where it had ended
     */
    public boolean end(Session session, EndReason reason) {
        return session.end(reason);
    }

    /**
     * Ends the session that a handle names. One that is not in memory cannot be resumed afterwards, if the reason is
     * final.
     *
     * @param handle a handle, whatever it is
     * @param reason why
     * @return false where there is no such live session
     */
    public boolean endByHandle(String handle, EndReason reason) {
        Long number = SessionIds.parseLabel(handle);
        if (resumability != null && number != null && reason.isFinal()) {
            resumability.revoke(number);
        }
        return sessions.stream()
                .filter(session -> session.handle().equals(handle))
                .findFirst()
                .map(session -> session.end(reason))
                .orElse(false);
    }

    /**
     * Ends the sessions of owners, whatever is in flight on them.
     *
     * @param condition selects owners
     * @param reason why
     * @return how many ended by this call
     */
    public int endOwnedBy(Predicate<Owner> condition, EndReason reason) {
        return endAll(session -> {
            Owner owner = session.owner();
            return owner != null && condition.test(owner) && session.end(reason);
        });
    }

    /**
     * Ends a session because its endpoint has answered with a new id, and opens another in its place, with the same
     * owner and permits.
     *
     * @param old the session that is replaced
     * @param opening the new session
     * @return the exchange in flight, now on the new session; null where the old one had already ended and no other is
     *     admitted, or where a live session of another owner has that id
     */
    public @Nullable Exchange replace(Session old, NewSession opening) {
        revoke(old.path(), old.id());
        boolean ended = old.end(EndReason.REPLACED);
        Owner owner = old.owner();
        Reservation reservation = ended ? admission.inherit(owner) : admission.reserve(owner);
        return reservation == null ? null : reservation.open(opening);
    }

    /**
     * Ends a session whose id has not left for the client, because the response that was to bring it has failed, and
     * releases it. Does nothing where the session has served another exchange.
     *
     * @param session the session
     */
    public void withdraw(Session session) {
        if (session.endIfProvisional(EndReason.ENDPOINT_GONE) && session.isAdopted()) {
            releases.add(session);
        }
    }

    /**
     * Releases an endpoint session for which no session was opened here. Does nothing where a live session has that
     * path and id, or where the id could not be sent.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that the endpoint named, whatever it is
     */
    public void releaseUnopened(String path, String id) {
        if (SessionIds.isValid(id)) {
            releases.add(path, id, SessionIds.label(ids.handle(path, id)));
        }
    }

    /**
     * The endpoint sessions that have to be released.
     *
     * @return the queue, live
     */
    public PendingReleaseQueue releases() {
        return releases;
    }

    /** Counts a release that the endpoint did not confirm. */
    public void releaseFailed() {
        statistics.countFailedRelease();
    }

    /**
     * Ends the sessions that have expired, and closes the streams on which a write was in progress when they were to be
     * closed.
     *
     * @return how many sessions ended by this call
     */
    public int sweep() {
        SessionEvents.Sweep sweep = events.sweep();
        long start = time.nanos();
        streams.closeLate();
        // Sessions that expire meanwhile are left to the next sweep: the clock is read once.
        int ended = endAll(session -> session.endIfExpired(start));
        if (resumability != null) {
            resumability.revocations().removeExpired(time.now());
        }
        admission.checkThreshold();
        statistics.countSweep(Duration.ofNanos(time.nanos() - start), time.now());
        sweep.end(ended, active.get());
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
     * The lists of sessions and owners, and the number of exchanges in flight.
     *
     * @return the queries
     */
    public SessionQueries queries() {
        return queries;
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

    /**
     * The requests and live sessions by protocol revision and by client name.
     *
     * @return the counters, live
     */
    public RequestCounters usage() {
        return usage;
    }

    /** Starts the statistics anew. Sessions are not touched. */
    public void resetStatistics() {
        statistics.reset(active.get());
        usage.reset();
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
     * The interval between sweeps: as configured, or else derived from the timeouts in force. A client that was
     * answered 503 cannot expect a free permit before the next sweep.
     *
     * @return at least a second
     */
    public Duration sweepInterval() {
        return configuredSweepInterval == null ? timeouts.sweepInterval() : configuredSweepInterval;
    }

    /**
     * Changes timeouts, from the next check on.
     *
     * @param change makes the timeouts in force from those before
     */
    public synchronized void changeTimeouts(UnaryOperator<Timeouts> change) {
        timeouts = change.apply(timeouts);
    }

    /**
     * The clock.
     *
     * @return the clock that timeouts go by
     */
    public TimeSource time() {
        return time;
    }

    /** The session that a request names; it may have ended. */
    @Nullable
    Session find(String path, String id) {
        return sessions.find(path, id);
    }

    /** The session that an endpoint calls by that name; it may have ended. */
    private @Nullable Session findByEndpointId(String path, String endpointId) {
        Session session = endpointSessions.find(path, endpointId);
        return session == null ? find(path, endpointId) : session;
    }

    OpenStreams streams() {
        return streams;
    }

    ExchangeGauge exchanges() {
        return exchanges;
    }

    /**
     * A new session id that cannot be guessed.
     *
     * @return 43 characters of base64url
     */
    public String newId() {
        return ids.next();
    }

    EvictionIndex candidates() {
        return candidates;
    }

    /**
     * Opens a session, which takes over the permits of a reservation.
     *
     * @return null where a live session of another owner has that id at that path
     */
    @Nullable
    Exchange open(NewSession opening, @Nullable Owner owner) {
        return open(opening, owner, false);
    }

    /**
     * Opens a session again that is not in memory, which takes over the permits of a reservation.
     *
     * @return null where it was revoked meanwhile, or where the endpoint has given another live session the same name
     */
    @Nullable
    Exchange resume(NewSession opening, @Nullable Owner owner) {
        Exchange exchange = open(opening, owner, true);
        if (exchange == null || exchange.session().id().equals(opening.id())) {
            return exchange;
        }
        exchange.end();
        return null;
    }

    private @Nullable Exchange open(NewSession opening, @Nullable Owner owner, boolean resumed) {
        ClientInfo kept = clients.of(opening.client());
        long handle = ids.handle(opening.path(), opening.id());
        Session fresh = new Session(
                this,
                numbers.incrementAndGet(),
                opening,
                paths.of(opening.path()),
                handle,
                owner,
                kept,
                usage.unassigned());
        while (true) {
            int nowActive = active.incrementAndGet();
            // A session that was revoked is live at no moment: the revocation comes before this, or finds the session.
            Session present = putIfAbsent(fresh, () -> !resumed || isPermitted(handle, owner));
            if (present == fresh) {
                active.decrementAndGet();
                admission.sessionNotOpened(owner);
                return null;
            }
            if (present == null) {
                candidates.index(fresh);
                RequestCounter counter = usage.add(fresh);
                exchanges.entered(ExchangeKind.REQUEST);
                if (resumed) {
                    tellResumed(fresh, nowActive);
                } else {
                    counter.count(time.nanos());
                    tellOpened(fresh, nowActive);
                }
                return new Exchange(fresh, ExchangeKind.REQUEST, owner);
            }
            active.decrementAndGet();
            Exchange again = Objects.equals(present.owner(), owner) ? present.enter(ExchangeKind.REQUEST, owner) : null;
            if (again != null || !present.isEnded()) {
                admission.sessionNotOpened(owner);
                if (again != null) {
                    present.setClientInfo(kept);
                    usage.add(present);
                }
                return again;
            }
            remove(present);
        }
    }

    /* Not isResumable(): that opens the id, while the map waits. */
    private boolean isPermitted(long handle, @Nullable Owner owner) {
        return resumability != null && resumability.revocations().permits(handle, owner);
    }

    private void tellOpened(Session session, int live) {
        events.opened(session);
        statistics.countOpened(live);
        sessionListener.opened(session);
    }

    private void tellResumed(Session session, int live) {
        events.resumed(session);
        statistics.countResumed(live);
        sessionListener.resumed(session);
    }

    private @Nullable Session putIfAbsent(Session fresh, BooleanSupplier condition) {
        Session present = endpointSessions.putIfAbsent(fresh);
        if (present == null) {
            present = sessions.putIfAbsent(fresh, condition);
            if (present != null) {
                endpointSessions.remove(fresh);
            }
        }
        return present;
    }

    private void remove(Session session) {
        endpointSessions.remove(session);
        sessions.remove(session);
    }

    /** Called by the one thread that has ended a session. */
    void ended(Session session, @Nullable Owner owner, EndReason reason, Duration alive) {
        if (resumability != null) {
            resumability.ended(session, owner, reason);
        }
        remove(session);
        usage.remove(session);
        active.decrementAndGet();
        statistics.countEnded(reason, alive, session.isSuspended());
        events.ended(session, reason, alive);
        admission.sessionEnded(owner, reason);
        if (session.isAdopted() && !ENDPOINT_KNOWS.contains(reason)) {
            releases.add(session);
        }
        sessionListener.ended(session, reason);
    }

    private int endAll(Predicate<Session> end) {
        return (int) sessions.stream().filter(end).count();
    }
}
