package dev.mcpsession.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntSupplier;

/**
 * Adopted sessions that have ended on our side while their endpoint still holds its half, until a request can carry the
 * news. First come, first served, whatever their paths: a client may choose paths to which no other request ever comes.
 * Bounded; a session comes once.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Releases {

    /** As many as the default population: if it all ends in one sweep, all of it is released. */
    private static final int LEAST_BOUND = 10_000;

    private final IntSupplier population;
    private final Runnable dropped;
    private final Queue<Session> queue = new ArrayDeque<>();

    /** The length of the queue, for those who must not wait to learn that it is empty. */
    private volatile int waiting;

    /**
     * Creates an empty queue.
     *
     * @param population the most sessions that may be live
     * @param dropped told of each session that there was no room for
     */
    Releases(IntSupplier population, Runnable dropped) {
        this.population = population;
        this.dropped = dropped;
    }

    /**
     * Takes sessions off the queue whose endpoint may be told now. One whose last requests are still in flight stays,
     * and one with a write in progress on a stream: the endpoint would wait for a client that does not read, and the
     * carrier with it.
     *
     * @param most how many to take at most
     * @return the sessions; empty where none is due
     */
    public List<Session> take(int most) {
        if (waiting == 0) {
            return List.of();
        }
        List<Session> due = new ArrayList<>();
        for (Session session : poll(most)) {
            if (session.isSilent()) {
                due.add(session);
            } else {
                add(session);
            }
        }
        return due;
    }

    /**
     * How many sessions wait.
     *
     * @return a count
     */
    public int waiting() {
        return waiting;
    }

    void add(Session session) {
        if (!offer(session)) {
            dropped.run();
        }
    }

    private synchronized boolean offer(Session session) {
        boolean room = queue.size() < Math.max(LEAST_BOUND, population.getAsInt());
        if (room) {
            queue.add(session);
            waiting = queue.size();
        }
        return room;
    }

    private synchronized List<Session> poll(int most) {
        List<Session> polled = new ArrayList<>();
        while (polled.size() < most && !queue.isEmpty()) {
            polled.add(queue.remove());
        }
        waiting = queue.size();
        return polled;
    }
}
