package dev.mcpsession.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The event streams that are open on sessions, at most {@value #MAX_STREAMS} for each: one more closes the oldest. A
 * session without any costs nothing here.
 *
 * <p>A client has one stream, and a second while it reconnects. Behind a proxy that cuts connections it may leave one
 * each minute that the server does not notice, so that a client in good order would meet a bound that refuses the new
 * one instead.
 *
 * <p>Safe for use by many threads. Streams are closed outside every lock: closing one may come back here to have it
 * removed.
 */
final class OpenStreams {

    /** The reconnects of a quarter of an hour behind a proxy that cuts connections each minute. */
    static final int MAX_STREAMS = 16;

    /** Each list is immutable, oldest first, and replaced only inside a computation of the map. */
    private final ConcurrentMap<Session, List<OpenStream>> open = new ConcurrentHashMap<>();

    private final ConcurrentMap<SessionStream, Session> closeLater = new ConcurrentHashMap<>();

    private record OpenStream(SessionStream stream, boolean anonymous) {}

    void add(Session session, SessionStream stream, boolean anonymous) {
        List<OpenStream> streams = open.compute(session, (key, known) -> {
            List<OpenStream> more = known == null ? new ArrayList<>(1) : new ArrayList<>(known);
            more.add(new OpenStream(stream, anonymous));
            return List.copyOf(more);
        });
        for (int i = 0; i < streams.size() - MAX_STREAMS; i++) {
            close(session, streams.get(i).stream());
        }
    }

    void remove(Session session, SessionStream stream) {
        open.computeIfPresent(session, (key, known) -> without(known, stream));
        closeLater.remove(stream);
    }

    private static @Nullable List<OpenStream> without(List<OpenStream> known, SessionStream stream) {
        List<OpenStream> others =
                known.stream().filter(other -> other.stream() != stream).toList();
        return others.isEmpty() ? null : others;
    }

    /** Closes a stream, now or as soon as no write is in progress on it. */
    void close(Session session, SessionStream stream) {
        if (!tryClose(session, stream)) {
            closeLater.put(stream, session);
        }
    }

    void closeAll(Session session) {
        of(session).forEach(open -> close(session, open.stream()));
    }

    void closeAnonymous(Session session) {
        of(session).stream().filter(OpenStream::anonymous).forEach(open -> close(session, open.stream()));
    }

    /** Closes the streams on which a write was in progress before. */
    void closeLate() {
        closeLater.forEach((stream, session) -> tryClose(session, stream));
    }

    /**
     * Closes the streams of a session on which no write is in progress.
     *
     * @return whether none of them is left open
     */
    boolean tryCloseAll(Session session) {
        return of(session).stream().allMatch(open -> tryClose(session, open.stream()));
    }

    private boolean tryClose(Session session, SessionStream stream) {
        boolean closed = stream.tryClose();
        if (closed) {
            remove(session, stream);
        }
        return closed;
    }

    private List<OpenStream> of(Session session) {
        return open.getOrDefault(session, List.of());
    }
}
