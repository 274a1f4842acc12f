package dev.mcpsession.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by path and endpoint session, where the endpoint's name of the session is not the session id. Holds live
 * sessions, and for moments ended ones, as {@link SessionMap} does.
 *
 * <p>Safe for use by many threads.
 */
final class EndpointSessions {

    private final ConcurrentMap<String, Session> byName = new ConcurrentHashMap<>();

    @Nullable
    Session find(String path, String endpointId) {
        return byName.isEmpty() ? null : byName.get(key(path, endpointId));
    }

    /** Adds a session unless there is one with its path and endpoint session: that one, or null. */
    @Nullable
    Session putIfAbsent(Session session) {
        return belongs(session) ? byName.putIfAbsent(key(session), session) : null;
    }

    /** Removes that very session, if it is there. */
    void remove(Session session) {
        if (belongs(session)) {
            byName.remove(key(session), session);
        }
    }

    private static boolean belongs(Session session) {
        return !session.endpointId().equals(session.id());
    }

    private static String key(Session session) {
        return key(session.path(), session.endpointId());
    }

    /* No id has a character of this value: where the id ends is unambiguous. */
    private static String key(String path, String endpointId) {
        return endpointId + '\0' + path;
    }
}
