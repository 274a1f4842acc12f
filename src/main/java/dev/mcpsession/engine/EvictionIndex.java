package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who goes when the house is full: the candidates for eviction, best first.
 *
 * <p>In order: the oldest provisional session; the oldest that has served one request since {@code initialize}; the
 * newcomer's own that has been idle longest; the anonymous one that has been idle longest. The last two only from a
 * minute of idleness on, and none with a request in flight. A session that belongs to somebody goes for nobody else.
 *
 * <p>Nothing here ends a session, and nothing here is the truth: each candidate is checked again at its gate.
 * Membership follows the gate: whoever changes the state moves the session, and looks again afterwards, so that none is
 * left in the wrong place where two changes overtake each other.
 */
final class EvictionIndex {

    /** Below this idleness somebody may just be thinking. */
    static final long LEAST_IDLE = TimeUnit.SECONDS.toNanos(60);

    /** A scan finds this many at most: one scan serves that many newcomers. */
    private static final int MOST_FOUND = 1000;

    /** A full house without candidates is not scanned for each newcomer. */
    private static final Duration SCAN_INTERVAL = Duration.ofSeconds(1);

    private final Comparator<Session> oldestFirst = Comparator.comparingLong(Session::number);
    private final Set<Session> provisional = new ConcurrentSkipListSet<>(oldestFirst);
    private final Set<Session> served = new ConcurrentSkipListSet<>(oldestFirst);
    private final ConcurrentMap<Owner, Set<Session>> owned = new ConcurrentHashMap<>();
    private final Supplier<Stream<Session>> all;
    private final TimeSource time;
    private final Deque<Session> idle = new ArrayDeque<>();
    private final RateLimit scans;

    EvictionIndex(Supplier<Stream<Session>> all, TimeSource time) {
        this.all = all;
        this.time = time;
        this.scans = new RateLimit(time, SCAN_INTERVAL);
    }

    /** A session has been opened. */
    void added(Session session) {
        Owner owner = session.owner();
        if (owner != null) {
            own(owner, session);
        }
    }

    /** The state of a session has changed. */
    void moved(Session session, long before, long after) {
        if (setOf(before) != setOf(after)) {
            place(session);
        }
        Owner owner = session.owner(after);
        if (owner != null && SessionState.isEnded(after)) {
            forget(owner, session);
        } else if (owner != null && !SessionState.isOwned(before)) {
            own(owner, session);
        }
    }

    /* Whoever is late puts the session where it belongs by now. */
    private void place(Session session) {
        Set<Session> belongs;
        do {
            belongs = setOf(session.state());
            for (Set<Session> set : List.of(provisional, served)) {
                if (set == belongs) {
                    set.add(session);
                } else {
                    set.remove(session);
                }
            }
        } while (setOf(session.state()) != belongs);
    }

    /** The best candidate that a newcomer of this owner may take the place of, or null. */
    @Nullable
    Candidate best(@Nullable Owner newcomer) {
        Candidate first = firstOf(provisional, newcomer, EvictionIndex::isProvisional);
        if (first == null) {
            first = firstOf(served, newcomer, EvictionIndex::hasServedOne);
        }
        if (first == null && newcomer != null) {
            first = longestIdle(newcomer, LEAST_IDLE);
        }
        return first == null ? anonymousLongestIdle() : first;
    }

    /** The session of this owner that has been idle longest, if for that long at least. */
    @Nullable
    Candidate longestIdle(Owner owner, long least) {
        Session longest = null;
        long since = 0;
        for (Session session : owned.getOrDefault(owner, Set.of())) {
            long state = session.state();
            long idleSince = session.idleSince(state);
            if (isIdle(session, state, least) && (longest == null || idleSince - since < 0)) {
                longest = session;
                since = idleSince;
            }
        }
        Session found = longest;
        return found == null ? null : new Candidate(found, state -> isIdle(found, state, least));
    }

    /** Whether it knows of nobody at all. */
    boolean isEmpty() {
        return provisional.isEmpty() && served.isEmpty() && owned.isEmpty();
    }

    private @Nullable Candidate firstOf(Set<Session> anonymous, @Nullable Owner newcomer, LongPredicate fits) {
        LongPredicate fitsAnonymous = state -> !SessionState.isOwned(state) && fits.test(state);
        Candidate oldest = null;
        for (Session session : anonymous) {
            if (fitsAnonymous.test(session.state())) {
                oldest = new Candidate(session, fitsAnonymous);
                break;
            }
        }
        for (Session session : newcomer == null ? Set.<Session>of() : owned.getOrDefault(newcomer, Set.of())) {
            boolean older = oldest == null || oldestFirst.compare(session, oldest.session()) < 0;
            if (older && fits.test(session.state())) {
                oldest = new Candidate(session, fits);
            }
        }
        return oldest;
    }

    private synchronized @Nullable Candidate anonymousLongestIdle() {
        while (!idle.isEmpty() && !isIdleAnonymous(idle.getFirst())) {
            idle.removeFirst();
        }
        if (idle.isEmpty() && scans.tryNow() != RateLimit.NOT_NOW) {
            long now = time.nanos();
            all.get()
                    .filter(this::isIdleAnonymous)
                    .map(session -> new IdleSince(session, now - session.idleSince(session.state())))
                    .sorted(Comparator.comparingLong(IdleSince::nanos).reversed())
                    .limit(MOST_FOUND)
                    .forEach(found -> idle.add(found.session()));
        }
        Session longest = idle.peekFirst();
        return longest == null ? null : new Candidate(longest, state -> isIdleAnonymous(longest, state));
    }

    private @Nullable Set<Session> setOf(long state) {
        if (SessionState.isOwned(state)) {
            return null;
        }
        if (isProvisional(state)) {
            return provisional;
        }
        return hasServedOne(state) ? served : null;
    }

    private void own(Owner owner, Session session) {
        owned.compute(owner, (key, sessions) -> {
            Set<Session> theirs = sessions == null ? ConcurrentHashMap.newKeySet(1) : sessions;
            theirs.add(session);
            return theirs;
        });
        if (session.isEnded()) {
            forget(owner, session);
        }
    }

    private void forget(Owner owner, Session session) {
        owned.computeIfPresent(owner, (key, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    private static boolean isProvisional(long state) {
        return SessionState.isQuiet(state) && !SessionState.isEstablished(state);
    }

    private static boolean hasServedOne(long state) {
        return SessionState.isQuiet(state) && SessionState.isEstablished(state) && SessionState.calls(state) <= 2;
    }

    private boolean isIdle(Session session, long state, long least) {
        return SessionState.isQuiet(state) && time.nanos() - session.idleSince(state) >= least;
    }

    private boolean isIdleAnonymous(Session session) {
        return isIdleAnonymous(session, session.state());
    }

    private boolean isIdleAnonymous(Session session, long state) {
        return !SessionState.isOwned(state) && isIdle(session, state, LEAST_IDLE);
    }

    /** A session that may go, while its {@link SessionState} is still what made it a candidate. */
    record Candidate(Session session, LongPredicate fits) {

        boolean evict() {
            return session.endIf(fits, EndReason.LIMIT);
        }
    }

    private record IdleSince(Session session, long nanos) {}
}
