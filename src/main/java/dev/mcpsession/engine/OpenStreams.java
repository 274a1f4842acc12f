package dev.mcpsession.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The streams that are open on sessions. A session without any costs nothing here.
 *
 * <p>Safe for use by many threads. Streams are closed outside every lock: closing one may come back here to have it
 * removed.
 */
final class OpenStreams {

    private static final Map<SessionStream, Boolean> NONE = Map.of();

    /**
     * Of each stream, whether its caller was anonymous. The inner maps are filled and emptied only inside a computation
     * of the outer.
     */
    private final ConcurrentMap<Session, Map<SessionStream, Boolean>> open = new ConcurrentHashMap<>();

    private final ConcurrentMap<SessionStream, Session> closeLater = new ConcurrentHashMap<>();

    void add(Session session, SessionStream stream, boolean anonymous) {
        open.compute(session, (key, known) -> {
            Map<SessionStream, Boolean> streams = known == null ? new ConcurrentHashMap<>(1) : known;
            streams.put(stream, anonymous);
            return streams;
        });
    }

    void remove(Session session, SessionStream stream) {
        open.computeIfPresent(session, (key, streams) -> {
            streams.remove(stream);
            return streams.isEmpty() ? null : streams;
        });
        closeLater.remove(stream);
    }

    /** Closes a stream, now or as soon as that need not wait for anybody. */
    void close(Session session, SessionStream stream) {
        if (!tryClose(session, stream)) {
            closeLater.put(stream, session);
        }
    }

    void closeAll(Session session) {
        of(session).keySet().forEach(stream -> close(session, stream));
    }

    void closeAnonymous(Session session) {
        of(session).forEach((stream, anonymous) -> {
            if (anonymous) {
                close(session, stream);
            }
        });
    }

    /** Closes what had to wait. */
    void closeLate() {
        closeLater.forEach((stream, session) -> tryClose(session, stream));
    }

    /** Closes what need not wait. Tells whether none of the session's streams is left open. */
    boolean tryCloseAll(Session session) {
        return of(session).keySet().stream().allMatch(stream -> tryClose(session, stream));
    }

    private boolean tryClose(Session session, SessionStream stream) {
        boolean closed = stream.tryClose();
        if (closed) {
            remove(session, stream);
        }
        return closed;
    }

    private Map<SessionStream, Boolean> of(Session session) {
        return open.getOrDefault(session, NONE);
    }
}
