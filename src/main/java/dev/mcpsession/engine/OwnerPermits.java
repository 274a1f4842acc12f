package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many sessions each owner has, against a limit for each.
 *
 * <p>Counts may pass below zero for a moment, where a session ends before the thread that has bound it counts it; they
 * add up.
 */
final class OwnerPermits {

    private final ConcurrentMap<Owner, Integer> taken = new ConcurrentHashMap<>();

    boolean tryAcquire(Owner owner, int limit) {
        boolean[] acquired = {false};
        taken.compute(owner, (key, count) -> {
            int before = count == null ? 0 : count;
            acquired[0] = limit == Permits.UNLIMITED || before < limit;
            return orNone(acquired[0] ? before + 1 : before);
        });
        return acquired[0];
    }

    /** Counts a session that was opened anonymously. Tells whether the owner is above the limit now. */
    boolean acquireAnyway(Owner owner, int limit) {
        Integer now = taken.compute(owner, (key, count) -> orNone((count == null ? 0 : count) + 1));
        return limit != Permits.UNLIMITED && now != null && now > limit;
    }

    void release(Owner owner) {
        taken.compute(owner, (key, count) -> orNone((count == null ? 0 : count) - 1));
    }

    int taken(Owner owner) {
        return taken.getOrDefault(owner, 0);
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    /* An owner without sessions costs nothing. */
    @SuppressWarnings("NullAway") // null removes the mapping
    private static Integer orNone(int count) {
        return count == 0 ? null : count;
    }
}
