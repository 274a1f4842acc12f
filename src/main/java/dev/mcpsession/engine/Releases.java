package dev.mcpsession.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adopted sessions that have ended on our side while their endpoint still holds its half, until a request to that endpoint can carry the
 * news. Bounded; a session comes once.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Releases {

    /** As many as the default population: if it all ends in one sweep, all of it is released. */
    private static final int MOST = 10_000;

    /** Each queue is only touched inside a computation of the map, which takes it away when it is empty. */
    private final ConcurrentMap<String, Queue<Session>> byPath = new ConcurrentHashMap<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();

    Releases() {}

    /**
     * Takes sessions off the queue whose endpoint may be told now. One whose last requests are still in flight stays, and one with a
     * write in progress on a stream: the endpoint would wait for a client that does not read, and the carrier with it.
     *
     * @param path servlet path and path info of the endpoint
     * @param most how many to take at most
     * @return the sessions; empty where none is due
     */
    public List<Session> take(String path, int most) {
        if (waiting.get() == 0) {
            return List.of();
        }
        List<Session> due = new ArrayList<>();
        for (Session session : poll(path, most)) {
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
        return waiting.get();
    }

    /**
     * How many sessions found the queue full: their endpoint has to notice by itself.
     *
     * @return a count
     */
    public long dropped() {
        return dropped.sum();
    }

    void add(Session session) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        byPath.compute(session.key().path(), (path, queue) -> {
            Queue<Session> sessions = queue == null ? new ArrayDeque<>() : queue;
            sessions.add(session);
            return sessions;
        });
    }

    private List<Session> poll(String path, int most) {
        List<Session> polled = new ArrayList<>();
        byPath.computeIfPresent(path, (key, queue) -> {
            while (polled.size() < most && !queue.isEmpty()) {
                polled.add(queue.remove());
            }
            return queue.isEmpty() ? null : queue;
        });
        waiting.addAndGet(-polled.size());
        return polled;
    }
}
