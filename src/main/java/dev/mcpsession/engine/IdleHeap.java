package dev.mcpsession.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Binary heap of sessions, the one indexed as idle since the earliest time first; of two with the same time, the one
 * opened first.
 *
 * <p>The order and the position of a session are fields of the session: an entry costs a slot of an array, and removing
 * one takes logarithmic time. A session is in one heap at most. Not thread-safe: guarded by the lock of the
 * {@link EvictionIndex}.
 */
final class IdleHeap {

    private static final int MIN_CAPACITY = 4;

    private Session[] slots = {};
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    Session first() {
        return size == 0 ? null : slots[0];
    }

    void add(Session session, long idleSince) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(MIN_CAPACITY, size + (size >> 1)));
        }
        session.setIndexed(this, idleSince);
        siftUp(size++, session);
    }

    @SuppressWarnings("NullAway") // a slot from size on is empty
    void remove(Session session) {
        int position = session.heapPosition();
        Session last = slots[--size];
        slots[size] = null;
        session.setIndexed(null, 0);
        if (last != session) {
            siftDown(position, last);
            if (slots[position] == last) {
                siftUp(position, last);
            }
        }
    }

    /** Whether a session comes before another one in the order of every heap. */
    static boolean isBefore(Session one, Session other) {
        long difference = one.indexedSince() - other.indexedSince();
        return difference == 0 ? one.number() < other.number() : difference < 0;
    }

    private void siftUp(int from, Session session) {
        int position = from;
        while (position > 0) {
            int parent = (position - 1) >>> 1;
            if (!isBefore(session, slots[parent])) {
                break;
            }
            put(position, slots[parent]);
            position = parent;
        }
        put(position, session);
    }

    private void siftDown(int from, Session session) {
        int position = from;
        while (true) {
            int child = 2 * position + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(slots[child + 1], slots[child])) {
                child++;
            }
            if (!isBefore(slots[child], session)) {
                break;
            }
            put(position, slots[child]);
            position = child;
        }
        put(position, session);
    }

    private void put(int position, Session session) {
        slots[position] = session;
        session.setHeapPosition(position);
    }
}
