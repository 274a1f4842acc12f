package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the listener, once each time, that the limit is reached and that it is cleared: reached when no permit is free
 * for an {@code initialize}, cleared when a tenth of the limit is free again. A count that changes between the limit
 * and one less is one notification, not many.
 *
 * <p>Safe for use by many threads.
 */
final class LimitThreshold {

    private static final int CLEARED_PART = 10;

    private final RegistryListener listener;
    private final AtomicBoolean reached = new AtomicBoolean();

    LimitThreshold(RegistryListener listener) {
        this.listener = listener;
    }

    /** Called where no permit was free. */
    void onReached() {
        if (!reached.get() && reached.compareAndSet(false, true)) {
            listener.limitReached();
        }
    }

    /** Called when fewer permits are taken, or when the limit has changed. */
    void onReleased(int taken, int limit) {
        if (reached.get() && isCleared(taken, limit) && reached.compareAndSet(true, false)) {
            listener.limitCleared();
        }
    }

    private static boolean isCleared(int taken, int limit) {
        return limit == Permits.UNLIMITED || taken <= limit - Math.max(1, limit / CLEARED_PART);
    }
}
