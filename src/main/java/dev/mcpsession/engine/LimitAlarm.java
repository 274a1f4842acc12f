package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The two edges of a full house. It is full when a newcomer finds no free place, and is not any more when a tenth of
 * the limit is free: a house that swings between full and one less rings once.
 */
final class LimitAlarm {

    private static final int PART = 10;

    private final RegistryListener listener;
    private final AtomicBoolean full = new AtomicBoolean();

    LimitAlarm(RegistryListener listener) {
        this.listener = listener;
    }

    void reached() {
        if (!full.get() && full.compareAndSet(false, true)) {
            listener.limitReached();
        }
    }

    /** Fewer places are taken, or the limit has changed. */
    void released(int taken, int limit) {
        if (full.get() && isClear(taken, limit) && full.compareAndSet(true, false)) {
            listener.limitCleared();
        }
    }

    private static boolean isClear(int taken, int limit) {
        return limit == Permits.UNLIMITED || taken <= limit - Math.max(1, limit / PART);
    }
}
