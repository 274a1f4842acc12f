package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.config.Configuration;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a session may be opened: draining, the limit of all sessions, the limit for each owner, and eviction
 * where one of them is reached.
 *
 * <p>Safe for use by many threads.
 */
public final class AdmissionControl {

    /*
     * Accounting. A session has one permit under the limit of all sessions and, if it has an owner, one of that owner's.
     *
     * - An initialize takes its permits in reserve(), before the endpoint runs; they belong to the Reservation.
     * - A reservation that is closed returns them. One that opens a session passes them to the session.
     * - The one thread that ends a session through its gate returns the session's permits, in sessionEnded(), except where it
     *   ends it for a reason that passes them on: LIMIT, to the reservation for which complete() has evicted it, and REPLACED,
     *   to the reservation of inherit().
     * - A session that gets an owner while it is live takes that owner's permit in sessionBound(), whatever the limit; beyond
     *   it, the owner's session that has been idle longest is evicted.
     *
     * So permits taken are never fewer than live sessions and, unless an operator lowers it, never more than the limit.
     */

    private static final Duration MIN_BETWEEN_EARLY_SWEEPS = Duration.ofSeconds(1);

    private final SessionRegistry registry;
    private final EvictionIndex candidates;
    private final SessionStatistics statistics;
    private final RegistryListener listener;
    private final IntSupplier sweep;
    private final Permits permits = new Permits();
    private final OwnerPermits ownerPermits = new OwnerPermits();
    private final LimitThreshold threshold;
    private final RateLimit earlySweeps;
    private volatile int maxSessions;
    private volatile int maxSessionsPerOwner;
    private volatile boolean accepting = true;

    /**
     * Creates an admission control without sessions.
     *
     * @param sweep sweeps the registry; returns how many sessions that has ended
     */
    AdmissionControl(
            SessionRegistry registry,
            Configuration configuration,
            EvictionIndex candidates,
            SessionStatistics statistics,
            RegistryListener listener,
            IntSupplier sweep) {
        this.registry = registry;
        this.candidates = candidates;
        this.statistics = statistics;
        this.listener = listener;
        this.sweep = sweep;
        this.threshold = new LimitThreshold(listener);
        this.earlySweeps = new RateLimit(registry.time(), MIN_BETWEEN_EARLY_SWEEPS);
        this.maxSessions = configuration.maxSessions();
        this.maxSessionsPerOwner = configuration.maxSessionsPerOwner();
    }

    /** See {@link SessionRegistry#reserve}. */
    @Nullable
    Reservation reserve(@Nullable Owner owner) {
        if (!accepting) {
            statistics.countRejected();
            return null;
        }
        Reservation reservation = reserve(owner, false);
        if (reservation == null) {
            reject();
        }
        return reservation;
    }

    /** See {@link SessionRegistry#reserveToResume}. */
    @Nullable
    Reservation reserveToResume(@Nullable Owner owner) {
        return reserve(owner, true);
    }

    private @Nullable Reservation reserve(@Nullable Owner owner, boolean toResume) {
        boolean ownerPermit = owner != null && ownerPermits.tryAcquire(owner, maxSessionsPerOwner);
        // Not where the owner's is missing: a permit that this one is not going to use could be another's last.
        boolean permit = (owner == null || ownerPermit) && tryAcquirePermit();
        Reservation reservation = new Reservation(registry, this, owner, toResume, permit, ownerPermit);
        if (canBeCompleted(reservation)) {
            return reservation;
        }
        release(reservation);
        return null;
    }

    private boolean tryAcquirePermit() {
        boolean acquired = permits.tryAcquire(maxSessions);
        if (!acquired) {
            threshold.onReached();
        }
        return acquired;
    }

    private boolean canBeCompleted(Reservation reservation) {
        Owner owner = reservation.owner();
        if (owner != null && !reservation.hasOwnerPermit()) {
            // The session that is evicted for the owner's permit leaves the other one too.
            return candidates.longestIdle(owner) != null;
        }
        return reservation.hasPermit() || candidate(reservation) != null || sweepEarly();
    }

    /* A session that is resumed takes the place of any that can be resumed in turn: that costs no client its session. */
    private EvictionIndex.@Nullable Candidate candidate(Reservation reservation) {
        EvictionIndex.Candidate best = candidates.best(reservation.owner());
        return best == null && reservation.isToResume() ? candidates.bestToSuspend(reservation.owner()) : best;
    }

    /* Not for each initialize while the limit is reached. */
    private boolean sweepEarly() {
        return earlySweeps.tryNow() != RateLimit.NOT_NOW && sweep.getAsInt() > 0;
    }

    /** Returns a reservation that holds the permits of a session that was ended as replaced. */
    Reservation inherit(@Nullable Owner owner) {
        return new Reservation(registry, this, owner, false, true, owner != null);
    }

    /**
     * Acquires the permits that a reservation lacks, by eviction where none is free. Called by the thread that uses the
     * reservation.
     *
     * @return false where one is still missing; the reservation is to be released
     */
    boolean complete(Reservation reservation) {
        Owner owner = reservation.owner();
        if (owner != null && !reservation.hasOwnerPermit()) {
            if (!ownerPermits.tryAcquire(owner, maxSessionsPerOwner)) {
                if (evict(() -> candidates.longestIdle(owner)) == null) {
                    return false;
                }
                reservation.setPermit(true);
            }
            reservation.setOwnerPermit();
        }
        if (!reservation.hasPermit()) {
            reservation.setPermit(permits.tryAcquire(maxSessions) || evictForPermit(reservation));
        }
        return reservation.hasPermit();
    }

    private boolean evictForPermit(Reservation reservation) {
        if (!evictBest(reservation)) {
            return permits.tryAcquire(maxSessions);
        }
        // An operator has lowered the limit: two sessions are evicted for each that opens until it is met.
        if (maxSessions != Permits.UNLIMITED && permits.taken() > maxSessions && evictBest(reservation)) {
            permits.release();
        }
        return true;
    }

    /* The evicted session's permit under the limit of all sessions passes to the caller, that of its owner returns. */
    private boolean evictBest(Reservation reservation) {
        Session evicted = evict(() -> candidate(reservation));
        Owner owner = evicted == null ? null : evicted.owner();
        if (owner != null) {
            ownerPermits.release(owner);
        }
        return evicted != null;
    }

    /* The session that was evicted, or null. */
    private static @Nullable Session evict(Supplier<EvictionIndex.@Nullable Candidate> candidates) {
        EvictionIndex.Candidate candidate;
        while ((candidate = candidates.get()) != null) {
            if (candidate.evict()) {
                return candidate.session();
            }
        }
        return null;
    }

    /** Returns what a reservation holds. Called by the thread that uses it. */
    void release(Reservation reservation) {
        release(reservation.hasPermit(), reservation.hasOwnerPermit() ? reservation.owner() : null);
    }

    /** Counts an {@code initialize} that is answered 503 because of a limit. */
    void reject() {
        listener.refusedAtLimit();
        statistics.countRejected();
    }

    /** Called by the one thread that has ended a session, whose permits return unless they have passed on. */
    void sessionEnded(@Nullable Owner owner, EndReason reason) {
        if (reason != EndReason.REPLACED && reason != EndReason.LIMIT) {
            release(true, owner);
        }
    }

    /** Called where no session was opened after all with the permits that a reservation had passed on. */
    void sessionNotOpened(@Nullable Owner owner) {
        release(true, owner);
    }

    /** Called when a live anonymous session has got an owner. */
    void sessionBound(Owner owner) {
        if (ownerPermits.acquireAnyway(owner, maxSessionsPerOwner)
                && evict(() -> candidates.longestIdle(owner)) != null) {
            release(true, owner);
        }
    }

    private void release(boolean permit, @Nullable Owner owner) {
        if (permit) {
            permits.release();
            checkThreshold();
        }
        if (owner != null) {
            ownerPermits.release(owner);
        }
    }

    /** Tells the listener if the limit is cleared. */
    void checkThreshold() {
        threshold.onReleased(permits.taken(), maxSessions);
    }

    /**
     * How much of the limit is taken: live sessions, and {@code initialize} requests that may become one.
     *
     * @return a count, never less than {@link SessionRegistry#count()}
     */
    public int permitsTaken() {
        return permits.taken();
    }

    int permitsTaken(Owner owner) {
        return ownerPermits.taken(owner);
    }

    boolean hasNoOwners() {
        return ownerPermits.isEmpty();
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
     * Sets the limit, from the next {@code initialize} on. Lowering it ends no session by itself: two are evicted for
     * each that opens until it is met.
     *
     * @param limit at least 1, or -1 for none
     * @throws IllegalArgumentException if it is neither
     */
    public void setMaxSessions(int limit) {
        maxSessions = checked(limit);
        checkThreshold();
    }

    /**
     * The limit for each owner in force.
     *
     * @return at least 1, or -1 for none
     */
    public int maxSessionsPerOwner() {
        return maxSessionsPerOwner;
    }

    /**
     * Sets the limit for each owner, from the next {@code initialize} on. Lowering it ends no session by itself.
     *
     * @param limit at least 1, or -1 for none
     * @throws IllegalArgumentException if it is neither
     */
    public void setMaxSessionsPerOwner(int limit) {
        maxSessionsPerOwner = checked(limit);
    }

    /**
     * Whether new sessions are admitted.
     *
     * @return false while draining
     */
    public boolean isAccepting() {
        return accepting;
    }

    /**
     * Starts or stops draining: while it lasts every {@code initialize} is answered 503, and live sessions continue.
     *
     * @param accept false to drain
     */
    public void setAccepting(boolean accept) {
        accepting = accept;
    }

    private static int checked(int limit) {
        if (limit != Permits.UNLIMITED && limit < 1) {
            throw new IllegalArgumentException("The limit is -1 for none, or at least 1");
        }
        return limit;
    }
}
