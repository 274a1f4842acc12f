package dev.mcpsession.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Selects the most recently used of many sessions in one pass. Allocates its result, and nothing per session offered.
 *
 * <p>A binary heap with the session that has been idle longest at its root. For use by one thread.
 */
final class RecentSessions {

    private final @Nullable Session[] sessions;
    private final long[] idleNanos;
    private int size;

    RecentSessions(int max) {
        this.sessions = new @Nullable Session[max];
        this.idleNanos = new long[max];
    }

    void offer(Session session, long idle) {
        if (size < sessions.length) {
            siftUp(session, idle);
        } else if (size > 0 && idle < idleNanos[0]) {
            siftDown(session, idle);
        }
    }

    /** The selected sessions, in no order. */
    List<Session> selected() {
        return Arrays.stream(sessions, 0, size).map(Objects::requireNonNull).toList();
    }

    private void siftUp(Session session, long idle) {
        int at = size++;
        while (at > 0 && idleNanos[(at - 1) / 2] < idle) {
            at = move((at - 1) / 2, at);
        }
        set(at, session, idle);
    }

    private void siftDown(Session session, long idle) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && idleNanos[child + 1] > idleNanos[child]) {
                child++;
            }
            if (child >= size || idleNanos[child] <= idle) {
                set(at, session, idle);
                return;
            }
            at = move(child, at);
        }
    }

    /** Moves an entry; returns the place that is free now. */
    private int move(int from, int to) {
        sessions[to] = sessions[from];
        idleNanos[to] = idleNanos[from];
        return from;
    }

    private void set(int at, Session session, long idle) {
        sessions[at] = session;
        idleNanos[at] = idle;
    }
}
