package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who goes when the house is full: the candidates for eviction, best first.
 *
 * <p>In order: the oldest provisional session; the oldest that has served one request since {@code initialize}; the newcomer's own that
 * has been idle longest; the anonymous one that has been idle longest. The last two only from a minute of idleness on, and none with a
 * request in flight. A session that belongs to somebody goes for nobody else.
 *
 * <p>Nothing here ends a session, and nothing here is the truth: each candidate is checked again at its gate. Membership follows the
 * gate: whoever changes the state moves the session, and looks again afterwards, so that none is left in the wrong place where two changes
 * overtake each other.
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

    /** The state of a session has changed. */
    void moved(Session session, @Nullable SessionState before, SessionState after) {
        if ((before == null ? null : setOf(before)) != setOf(after)) {
            place(session);
        }
        Owner owner = after.owner();
        boolean ownerIsNew = owner != null && (before == null || before.owner() == null);
        if (owner != null && after.isEnded()) {
            forget(owner, session);
        } else if (owner != null && ownerIsNew) {
            owned.compute(owner, (key, sessions) -> {
                Set<Session> theirs = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
                theirs.add(session);
                return theirs;
            });
            if (session.isEnded()) {
                forget(owner, session);
            }
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
    @Nullable Candidate best(@Nullable Owner newcomer) {
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
    @Nullable Candidate longestIdle(Owner owner, long least) {
        Session longest = null;
        long since = 0;
        for (Session session : owned.getOrDefault(owner, Set.of())) {
            SessionState state = session.state();
            if (isIdle(state, least) && (longest == null || state.idleSince() - since < 0)) {
                longest = session;
                since = state.idleSince();
            }
        }
        return longest == null ? null : new Candidate(longest, state -> isIdle(state, least));
    }

    private @Nullable Candidate firstOf(
            Set<Session> anonymous, @Nullable Owner newcomer, BiPredicate<SessionState, @Nullable Owner> fits) {
        Session oldest = null;
        for (Session session : anonymous) {
            if (fits.test(session.state(), null)) {
                oldest = session;
                break;
            }
        }
        for (Session session : newcomer == null ? Set.<Session>of() : owned.getOrDefault(newcomer, Set.of())) {
            boolean older = oldest == null || oldestFirst.compare(session, oldest) < 0;
            if (older && fits.test(session.state(), newcomer)) {
                oldest = session;
            }
        }
        if (oldest == null) {
            return null;
        }
        Owner owner = oldest.state().owner();
        return new Candidate(oldest, state -> fits.test(state, owner));
    }

    private synchronized @Nullable Candidate anonymousLongestIdle() {
        while (!idle.isEmpty() && !isIdleAnonymous(idle.getFirst().state())) {
            idle.removeFirst();
        }
        if (idle.isEmpty() && scans.tryNow() != RateLimit.NOT_NOW) {
            long now = time.nanos();
            all.get()
                    .filter(session -> isIdleAnonymous(session.state()))
                    .map(session -> new IdleSince(session, now - session.state().idleSince()))
                    .sorted(Comparator.comparingLong(IdleSince::nanos).reversed())
                    .limit(MOST_FOUND)
                    .forEach(found -> idle.add(found.session()));
        }
        Session longest = idle.peekFirst();
        return longest == null ? null : new Candidate(longest, this::isIdleAnonymous);
    }

    private @Nullable Set<Session> setOf(SessionState state) {
        if (isProvisional(state, null)) {
            return provisional;
        }
        return hasServedOne(state, null) ? served : null;
    }

    private void forget(Owner owner, Session session) {
        owned.computeIfPresent(owner, (key, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    private static boolean isProvisional(SessionState state, @Nullable Owner owner) {
        return state.isQuiet() && !state.established() && Objects.equals(state.owner(), owner);
    }

    private static boolean hasServedOne(SessionState state, @Nullable Owner owner) {
        return state.isQuiet()
                && state.established()
                && state.calls() <= 2
                && Objects.equals(state.owner(), owner);
    }

    private boolean isIdle(SessionState state, long least) {
        return state.isQuiet() && time.nanos() - state.idleSince() >= least;
    }

    private boolean isIdleAnonymous(SessionState state) {
        return state.owner() == null && isIdle(state, LEAST_IDLE);
    }

    /** A session that may go, while its state is still what made it a candidate. */
    record Candidate(Session session, Predicate<SessionState> fits) {

        boolean evict() {
            return session.endIf(fits, EndReason.LIMIT);
        }
    }

    private record IdleSince(Session session, long nanos) {}
}
