package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The population limit: one permit a session, taken before the session exists.
 *
 * <p>The limit comes with each call because an operator may change it; lowering it takes nothing away, it only lets
 * nobody in until enough have gone.
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
