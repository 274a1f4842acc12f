package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One session: its data and its gate, through which exchanges enter and which ends it.
 *
 * <p>Safe for use by many threads.
 */
public final class Session implements McpSession {

    /*
     * Invariant. What decides about a session is one word, see SessionState, replaced by compare-and-set. To enter, the state
     * that was read must be neither ended nor expired; to expire, nothing may be in flight that forbids it; to end, it must not
     * have ended. A thread whose compare-and-set fails reads again. Hence no exchange enters an ended session, no session
     * expires under an exchange, and exactly one thread ends a session; that thread does the accounting.
     *
     * Happens-before. What the word cannot hold is written before the change of the word that makes it count:
     *
     * - lastRequestEnd, lastStreamEnd and served, before the exchange leaves;
     * - owner, before the first exchange of that owner enters; it is written once and never taken back.
     *
     * So a thread that reads the word sees these as well, and the compare-and-set of a thread that decided on older times
     * fails, because the word has changed.
     *
     * Locks. heap, heapPosition and indexedSince belong to the EvictionIndex and are guarded by its lock. Fields that are
     * volatile without being part of the above (client, counter, next) may be read at any time and decide nothing.
     */

    private static final AtomicLongFieldUpdater<Session> STATE =
            AtomicLongFieldUpdater.newUpdater(Session.class, "state");
    private static final AtomicLongFieldUpdater<Session> LAST_REQUEST_END =
            AtomicLongFieldUpdater.newUpdater(Session.class, "lastRequestEnd");
    private static final AtomicLongFieldUpdater<Session> LAST_STREAM_END =
            AtomicLongFieldUpdater.newUpdater(Session.class, "lastStreamEnd");
    private static final AtomicLongFieldUpdater<Session> SERVED =
            AtomicLongFieldUpdater.newUpdater(Session.class, "served");
    private static final AtomicReferenceFieldUpdater<Session, @Nullable Owner> OWNER =
            AtomicReferenceFieldUpdater.newUpdater(Session.class, Owner.class, "owner");

    private final SessionRegistry registry;
    private final long number;
    private final String path;
    private final String id;
    private final String endpointId;
    private final long handle;
    private final boolean adopted;
    private final boolean sealed;
    private final long created;
    private final long opened;
    private volatile long state;
    private volatile long lastRequestEnd;
    private volatile long lastStreamEnd;
    private volatile long served;
    private volatile @Nullable Owner owner;
    private volatile @Nullable Session next;
    private volatile ClientInfo client;
    private volatile RequestCounter counter;

    /* The session's entry in the EvictionIndex, guarded by its lock. */
    private @Nullable IdleHeap heap;
    private int heapPosition;
    private long indexedSince;

    Session(
            SessionRegistry registry,
            long number,
            NewSession opening,
            String path,
            long handle,
            @Nullable Owner owner,
            ClientInfo client,
            RequestCounter counter) {
        this.registry = registry;
        this.number = number;
        this.path = path;
        this.id = opening.id();
        this.endpointId = opening.endpointId();
        this.handle = handle;
        this.adopted = opening.adopted();
        this.sealed = opening.isSealed();
        this.owner = owner;
        this.client = client;
        this.counter = counter;
        long now = registry.time().nanos();
        long millis = registry.time().now().toEpochMilli();
        Instant first = opening.created();
        // A clock that differs from that of the node which opened the session makes it no younger than now.
        this.created = first == null ? millis : Math.min(millis, first.toEpochMilli());
        this.opened = now - TimeUnit.MILLISECONDS.toNanos(millis - created);
        this.lastRequestEnd = now;
        this.lastStreamEnd = now;
        this.state = SessionState.opened(owner != null);
    }

    /** The session id, a bearer secret. Not public: applications can reach the session by the request attribute. */
    String id() {
        return id;
    }

    /**
     * What the endpoint calls the session; the id where that is not a sealed one, and where the endpoint has no name.
     */
    String endpointId() {
        return endpointId;
    }

    /**
     * Whether the id is a sealed one, from which the session can be resumed when it has ended for a reason that is not
     * final.
     *
     * @return false where sessions are not resumed, or where the client said too much for an id
     */
    public boolean isSealed() {
        return sealed;
    }

    /**
     * The path of the endpoint, to which the id is bound.
     *
     * @return servlet path and path info
     */
    public String path() {
        return path;
    }

    /**
     * Whether the endpoint named the session, rather than the filter.
     *
     * @return true if the id is the endpoint's
     */
    public boolean isAdopted() {
        return adopted;
    }

    /**
     * Whether the session has ended.
     *
     * @return true from the end on
     */
    public boolean isEnded() {
        return SessionState.isEnded(state);
    }

    /**
     * Whether the session has ended and is only out of memory: its client can resume it.
     *
     * @return false while it is live, and where it has ended for good
     */
    public boolean isSuspended() {
        EndReason reason = SessionState.endReason(state);
        return sealed && reason != null && !reason.isFinal();
    }

    @Override
    public String handle() {
        return SessionIds.label(handle);
    }

    @Override
    public Instant created() {
        return Instant.ofEpochMilli(created);
    }

    @Override
    public Instant lastActivity() {
        return created().plusNanos(lastEnd() - opened);
    }

    @Override
    public @Nullable String protocolVersion() {
        return client.protocolVersion();
    }

    @Override
    public @Nullable String clientName() {
        return client.name();
    }

    @Override
    public @Nullable String clientVersion() {
        return client.version();
    }

    @Override
    public @Nullable Owner owner() {
        return owner(state);
    }

    /**
     * The data of the session that may be shown, at one moment.
     *
     * @return a consistent snapshot
     */
    public SessionSnapshot snapshot() {
        SessionSnapshot taken;
        long seen;
        do {
            seen = state;
            taken = snapshot(seen);
        } while (seen != state);
        return taken;
    }

    private SessionSnapshot snapshot(long seen) {
        Owner known = owner(seen);
        ClientInfo shown = client;
        return new SessionSnapshot(
                handle(),
                SafeText.of(path),
                adopted,
                known == null ? null : SafeText.of(known.toString()),
                known == null ? null : registry.queries().handleOf(known),
                SessionState.isEstablished(seen),
                SessionState.endReason(seen),
                created(),
                lastActivity(),
                Duration.ofNanos(idleNanos(seen, registry.time().nanos())),
                SessionState.requests(seen),
                SessionState.streams(seen),
                served,
                shown.protocolVersion(),
                shown.name(),
                shown.version());
    }

    /** See {@link Exchange#attachStream(SessionStream)}. */
    void attachStream(SessionStream stream, @Nullable Owner caller) {
        registry.streams().add(this, stream, caller == null);
        long seen = state;
        Owner known = owner(seen);
        if (SessionState.isEnded(seen) || (known != null && !known.equals(caller))) {
            registry.streams().close(this, stream);
        }
    }

    /**
     * Detaches a stream that has ended.
     *
     * @param stream the stream
     */
    public void detachStream(SessionStream stream) {
        registry.streams().remove(this, stream);
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return "McpSession " + handle();
    }

    /** The next session of the same bucket of the {@link SessionMap}. */
    @Nullable
    Session next() {
        return next;
    }

    void setNext(@Nullable Session newNext) {
        next = newNext;
    }

    ClientInfo client() {
        return client;
    }

    /** Replaces the client's data by that of a repeated {@code initialize}. */
    void setClientInfo(ClientInfo newClient) {
        client = newClient;
    }

    /** The counter of its kind of client. */
    RequestCounter counter() {
        return counter;
    }

    void setCounter(RequestCounter newCounter) {
        counter = newCounter;
    }

    /** The order of opening. */
    long number() {
        return number;
    }

    /** Exchanges of either kind that have ended. */
    long served() {
        return served;
    }

    /** The {@link SessionState}. */
    long state() {
        return state;
    }

    /** The owner in a state of the session, or null while that is anonymous. */
    @Nullable
    Owner owner(long seen) {
        return SessionState.isOwned(seen) ? owner : null;
    }

    /** The heap of the {@link EvictionIndex} that the session is in. */
    @Nullable
    IdleHeap heap() {
        return heap;
    }

    int heapPosition() {
        return heapPosition;
    }

    /** The time that the session is ordered by in its heap. */
    long indexedSince() {
        return indexedSince;
    }

    void setIndexed(@Nullable IdleHeap newHeap, long idleSince) {
        heap = newHeap;
        indexedSince = idleSince;
    }

    void setHeapPosition(int position) {
        heapPosition = position;
    }

    /** When the last exchange ended; open streams do not count. */
    long idleSince(long seen) {
        return SessionState.streams(seen) > 0 ? lastRequestEnd : lastEnd();
    }

    /** Time since the last exchange ended; zero while one is in flight. */
    long idleNanos(long seen, long now) {
        boolean busy = SessionState.requests(seen) + SessionState.streams(seen) > 0;
        return busy ? 0 : Math.max(0, now - lastEnd());
    }

    /** Whether the session has ended, with no request in flight and no stream that is or will be written to. */
    boolean isSilent() {
        long seen = state;
        return SessionState.isEnded(seen)
                && SessionState.requests(seen) == 0
                && registry.streams().tryCloseAll(this);
    }

    /** Enters as {@link #tryEnter} does; returns the exchange, or null. */
    @Nullable
    Exchange enter(ExchangeKind kind, @Nullable Owner caller) {
        return tryEnter(kind, caller) ? new Exchange(this, kind, caller) : null;
    }

    /**
     * Registers an exchange. The first authenticated caller becomes the owner of an anonymous session.
     *
     * @return false if the session has ended or expired, belongs to another owner, or has 2<sup>20</sup> - 1 exchanges
     *     of that kind in flight; each true must be matched by one {@link #leave}
     */
    boolean tryEnter(ExchangeKind kind, @Nullable Owner caller) {
        while (true) {
            long seen = state;
            if (SessionState.isEnded(seen)) {
                return false;
            }
            long now = registry.time().nanos();
            EndReason due = expiry(seen, now);
            if (due != null) {
                tryEnd(seen, due);
            } else if (SessionState.isFull(seen, kind)) {
                return false;
            } else if (!admits(caller)) {
                return false;
            } else if (tryChange(seen, SessionState.entered(seen, kind, caller != null))) {
                registry.exchanges().entered(kind);
                counter.count(now);
                if (caller != null && !SessionState.isOwned(seen)) {
                    registry.streams().closeAnonymous(this);
                    registry.admission().sessionBound(caller);
                }
                return true;
            }
        }
    }

    /**
     * Called once for each exchange that has entered.
     *
     * @param isCall false for a notification, which does not count as a request served
     */
    void leave(ExchangeKind kind, boolean isCall) {
        stamp(
                kind == ExchangeKind.STREAM ? LAST_STREAM_END : LAST_REQUEST_END,
                registry.time().nanos());
        SERVED.incrementAndGet(this);
        long seen;
        do {
            seen = state;
        } while (!tryChange(seen, SessionState.left(seen, kind, isCall)));
        registry.exchanges().left(kind);
    }

    /** Ends the session, whatever is in flight; true for the one thread that did. */
    boolean end(EndReason reason) {
        return endIf(state -> true, reason);
    }

    /** Ends the session if its state meets a condition; true for the one thread that did. */
    boolean endIf(LongPredicate condition, EndReason reason) {
        while (true) {
            long seen = state;
            if (SessionState.isEnded(seen) || !condition.test(seen)) {
                return false;
            }
            if (tryEnd(seen, reason)) {
                return true;
            }
        }
    }

    /** Ends the session if it had expired at that moment; true for the one thread that did. */
    boolean endIfExpired(long now) {
        long seen = state;
        if (SessionState.isEnded(seen)) {
            return false;
        }
        EndReason due = expiry(seen, now);
        return due != null && tryEnd(seen, due);
    }

    /** Ends the session while it is provisional; true for the one thread that did. */
    boolean endIfProvisional(EndReason reason) {
        return endIf(seen -> !SessionState.isEstablished(seen), reason);
    }

    /** The reason for which a live session has expired at this moment, or null. */
    private @Nullable EndReason expiry(long seen, long now) {
        if (SessionState.requests(seen) > 0) {
            return null;
        }
        Timeouts timeouts = registry.timeouts();
        if (timeouts.lifetime() > 0 && now - opened >= timeouts.lifetime()) {
            return EndReason.LIFETIME;
        }
        long whileQuiet = SessionState.isEstablished(seen) ? timeouts.idle() : timeouts.provisional();
        long limit = SessionState.streams(seen) > 0 ? timeouts.streamIdle() : whileQuiet;
        return limit > 0 && now - idleSince(seen) >= limit ? EndReason.IDLE : null;
    }

    /* The first caller to claim an anonymous session enters it next, unless it ends before. */
    private boolean admits(@Nullable Owner caller) {
        Owner known = owner;
        if (known == null && caller != null && !OWNER.compareAndSet(this, null, caller)) {
            known = owner;
        }
        return known == null || known.equals(caller);
    }

    /** Whether the session is live and bound to an owner other than the caller. */
    boolean isLiveForAnotherThan(@Nullable Owner caller) {
        Owner known = owner;
        return known != null && !known.equals(caller) && !isEnded();
    }

    /** Whether this session leaves a caller the right to resume it. */
    boolean isResumableBy(@Nullable Owner caller) {
        Owner known = owner;
        return (known == null || known.equals(caller)) && (!isEnded() || isSuspended());
    }

    private long lastEnd() {
        long request = lastRequestEnd;
        long stream = lastStreamEnd;
        return stream - request > 0 ? stream : request;
    }

    /* Two exchanges that end together may come here in the other order. */
    private void stamp(AtomicLongFieldUpdater<Session> end, long now) {
        long seen;
        do {
            seen = end.get(this);
        } while (now - seen > 0 && !end.compareAndSet(this, seen, now));
    }

    private boolean tryEnd(long seen, EndReason reason) {
        if (!tryChange(seen, SessionState.ended(seen, reason))) {
            return false;
        }
        registry.ended(
                this, owner(seen), reason, Duration.ofNanos(registry.time().nanos() - opened));
        registry.streams().closeAll(this);
        return true;
    }

    private boolean tryChange(long seen, long next) {
        if (!STATE.compareAndSet(this, seen, next)) {
            return false;
        }
        registry.candidates().onStateChange(this, seen, next);
        return true;
    }
}
