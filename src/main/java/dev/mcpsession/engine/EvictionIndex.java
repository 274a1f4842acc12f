package dev.mcpsession.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Index of sessions eligible for eviction, in order of preference:
 *
 * <ol>
 *   <li>the oldest provisional one, of at least 10 s: a client in its handshake needs less;
 *   <li>the oldest that has served one request at most since {@code initialize} (notifications do not count), has no
 *       stream open and has been idle for at least 10 s;
 *   <li>the caller's own that has been idle longest, for at least 60 s;
 *   <li>the anonymous one that has been idle longest, for at least 60 s;
 *   <li>for an authenticated caller, the anonymous one that has been idle longest, whatever its age.
 * </ol>
 *
 * <p>The first two are anonymous or the caller's own. An authenticated owner's session is never a candidate for another
 * caller, a session with a request in flight never for any. A session with only streams in flight counts as idle since
 * its last request.
 *
 * <p>A lookup takes amortised logarithmic time, and a request of an established session nothing: a session is indexed
 * under the time since which it has been idle <em>when it is indexed</em>, at most a few times in its life and when its
 * first stream opens or its last one ends. That time is a lower bound afterwards. A lookup that finds a session under a
 * time no longer true indexes it again and goes on to the next, so each session is moved at most once for each exchange
 * that it has served in between.
 *
 * <p>Nothing here ends a session, and the index only proposes: each candidate is checked again at its gate. A thread
 * that has changed the state of a session indexes it by its state of that later moment, so that the last of several
 * threads leaves it in the right place.
 *
 * <p>Thread-safe.
 */
final class EvictionIndex {

    /** How long a client may take for its handshake, or between its first requests. */
    static final long MIN_IDLE_AT_START = TimeUnit.SECONDS.toNanos(10);

    /** How long the user of a client that is in use may take to think. */
    static final long MIN_IDLE = TimeUnit.SECONDS.toNanos(60);

    /** A session with a request in flight is not looked at again before this time has passed. */
    private static final long BUSY_RECHECK = TimeUnit.MILLISECONDS.toNanos(100);

    private final TimeSource time;

    @GuardedBy("this")
    private final Group anonymous = new Group();

    @GuardedBy("this")
    private final Map<Owner, Group> owned = new HashMap<>();

    EvictionIndex(TimeSource time) {
        this.time = time;
    }

    /** Called after each change of a session's state, by the thread that made it. */
    void onStateChange(Session session, long before, long after) {
        if (SessionState.isIndexedAnew(before, after)) {
            index(session);
        }
    }

    /** Puts a session where it belongs by its present state; removes it if it has ended. */
    synchronized void index(Session session) {
        IdleHeap heap = session.heap();
        if (heap != null) {
            heap.remove(session);
        }
        long state = session.state();
        if (!SessionState.isEnded(state)) {
            group(session, state).heap(Stage.of(state)).add(session, session.idleSince(state));
        } else {
            removeIfEmpty(session.owner(state));
        }
    }

    /** The best candidate for eviction when this caller opens a session, or null. */
    synchronized @Nullable Candidate best(@Nullable Owner caller) {
        Group own = caller == null ? null : owned.get(caller);
        for (Stage stage : Stage.AT_START) {
            Candidate candidate =
                    older(first(anonymous, stage, MIN_IDLE_AT_START), first(own, stage, MIN_IDLE_AT_START));
            if (candidate != null) {
                return candidate;
            }
        }
        Candidate candidate = first(own, Stage.USED, MIN_IDLE);
        if (candidate == null) {
            candidate = first(anonymous, Stage.USED, MIN_IDLE);
        }
        return candidate == null && caller != null ? longestIdle(anonymous) : candidate;
    }

    /**
     * The session of this caller or of an anonymous one that has been idle longest, whatever its age, or null where it
     * cannot be resumed.
     */
    synchronized @Nullable Candidate bestToSuspend(@Nullable Owner caller) {
        Candidate candidate = older(longestIdle(anonymous), caller == null ? null : longestIdle(owned.get(caller)));
        return candidate != null && candidate.session().isSealed() ? candidate : null;
    }

    /** The session of this owner that has been idle longest, whatever its age, or null. */
    synchronized @Nullable Candidate longestIdle(Owner owner) {
        return longestIdle(owned.get(owner));
    }

    /** Whether no session is indexed. */
    synchronized boolean isEmpty() {
        return anonymous.isEmpty() && owned.isEmpty();
    }

    @GuardedBy("this")
    private @Nullable Candidate longestIdle(@Nullable Group group) {
        Candidate longest = null;
        for (Stage stage : Stage.values()) {
            longest = older(longest, first(group, stage, 0));
        }
        return longest;
    }

    private static @Nullable Candidate older(@Nullable Candidate one, @Nullable Candidate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return IdleHeap.isBefore(one.session(), other.session()) ? one : other;
    }

    @GuardedBy("this")
    private @Nullable Candidate first(@Nullable Group group, Stage stage, long minIdle) {
        if (group == null) {
            return null;
        }
        long now = time.nanos();
        IdleHeap heap = group.heap(stage);
        Session session;
        while ((session = heap.first()) != null && now - session.indexedSince() >= minIdle) {
            long state = session.state();
            if (SessionState.isEnded(state) || group(session, state) != group || Stage.of(state) != stage) {
                // The thread that has changed the state has not come here yet.
                index(session);
                continue;
            }
            long idleSince = SessionState.isQuiet(state) ? session.idleSince(state) : now + BUSY_RECHECK;
            if (idleSince == session.indexedSince()) {
                return candidate(session, stage, minIdle);
            }
            heap.remove(session);
            heap.add(session, idleSince);
        }
        return null;
    }

    private Candidate candidate(Session session, Stage stage, long minIdle) {
        boolean isOwned = SessionState.isOwned(session.state());
        return new Candidate(
                session,
                state -> SessionState.isQuiet(state)
                        && SessionState.isOwned(state) == isOwned
                        && Stage.of(state) == stage
                        && time.nanos() - session.idleSince(state) >= minIdle);
    }

    @GuardedBy("this")
    private Group group(Session session, long state) {
        Owner owner = session.owner(state);
        return owner == null ? anonymous : owned.computeIfAbsent(owner, key -> new Group());
    }

    @GuardedBy("this")
    private void removeIfEmpty(@Nullable Owner owner) {
        Group group = owner == null ? null : owned.get(owner);
        if (group != null && group.isEmpty()) {
            owned.remove(owner);
        }
    }

    /** A session that may be evicted, while its {@link SessionState} is still what made it a candidate. */
    record Candidate(Session session, LongPredicate fits) {

        boolean evict() {
            return session.endIf(fits, EndReason.LIMIT);
        }
    }

    /** How far a session has come, by its state. */
    private enum Stage {
        PROVISIONAL,
        SERVED_ONE,
        USED;

        static final List<Stage> AT_START = List.of(PROVISIONAL, SERVED_ONE);

        static Stage of(long state) {
            if (!SessionState.isEstablished(state)) {
                return PROVISIONAL;
            }
            return SessionState.calls(state) <= 2 && SessionState.streams(state) == 0 ? SERVED_ONE : USED;
        }
    }

    /** The sessions of one owner, or the anonymous ones. */
    private static final class Group {

        private final IdleHeap provisional = new IdleHeap();
        private final IdleHeap servedOne = new IdleHeap();
        private final IdleHeap used = new IdleHeap();

        IdleHeap heap(Stage stage) {
            return switch (stage) {
                case PROVISIONAL -> provisional;
                case SERVED_ONE -> servedOne;
                case USED -> used;
            };
        }

        boolean isEmpty() {
            return provisional.isEmpty() && servedOne.isEmpty() && used.isEmpty();
        }
    }
}
