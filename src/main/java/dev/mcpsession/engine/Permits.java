package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Permits under the limit of all sessions: one for each session, taken before the session exists.
 *
 * <p>The limit comes with each call, because an operator may change it. Lowering it takes no permit back; none is
 * granted until fewer are taken.
 *
 * <p>Thread-safe.
 */
final class Permits {

    /** A limit that is none. */
    static final int UNLIMITED = -1;

    private final AtomicInteger taken = new AtomicInteger();

    boolean tryAcquire(int limit) {
        while (true) {
            int seen = taken.get();
            if (limit != UNLIMITED && seen >= limit) {
                return false;
            }
            if (taken.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    void release() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
