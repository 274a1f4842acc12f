package dev.mcpsession.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by path and id. The path belongs to it, so that the id of one endpoint means nothing at another.
 *
 * <p>Only the id is a key: to find a session takes one look-up and no object. Sessions that have the same id at
 * different paths, which only an endpoint can bring about that counts its sessions or the like, hang on one another.
 *
 * <p>Safe for use by many threads. Chains change only inside a computation of the map; a session keeps its place in the
 * chain after it has been removed, for those who are just passing.
 */
final class SessionMap {

    private final ConcurrentMap<String, Session> byId = new ConcurrentHashMap<>();

    @Nullable
    Session find(String path, String id) {
        return find(path, byId.get(id));
    }

    /** Finds a session as {@link #find} does, after an addition of one with that id that is in progress. */
    @Nullable
    Session findAfterAdditions(String path, String id) {
        return find(path, byId.computeIfPresent(id, (key, first) -> first));
    }

    /** Adds a session unless there is one with its path and id: that one, or null where it was added. */
    @Nullable
    Session putIfAbsent(Session session) {
        return putIfAbsent(session, () -> true);
    }

    /**
     * Adds a session unless there is one with its path and id, and if a condition holds just before it is added: what
     * makes the condition false and then {@linkplain #findAfterAdditions finds} the session does not miss it.
     *
     * @return the one that is there; null where the session was added; the session itself where the condition does not
     *     hold
     */
    @Nullable
    Session putIfAbsent(Session session, BooleanSupplier condition) {
        Session[] present = new Session[1];
        byId.compute(session.id(), (id, first) -> {
            present[0] = find(session.path(), first);
            if (present[0] == null && !condition.getAsBoolean()) {
                present[0] = session;
            }
            if (present[0] != null) {
                return first;
            }
            session.setNext(first);
            return session;
        });
        return present[0];
    }

    /** Removes that very session, if it is there. */
    void remove(Session session) {
        byId.computeIfPresent(session.id(), (id, first) -> first == session ? session.next() : without(session, first));
    }

    Stream<Session> stream() {
        return byId.values().stream().mapMulti((first, all) -> {
            for (Session session = first; session != null; session = session.next()) {
                all.accept(session);
            }
        });
    }

    private static Session without(Session session, Session first) {
        for (Session before = first; before != null; before = before.next()) {
            if (before.next() == session) {
                before.setNext(session.next());
            }
        }
        return first;
    }

    private static @Nullable Session find(String path, @Nullable Session first) {
        for (Session session = first; session != null; session = session.next()) {
            if (session.path().equals(path)) {
                return session;
            }
        }
        return null;
    }
}
