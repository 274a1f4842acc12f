package dev.mcpsession.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets equal values share one copy: sessions are many and last, and most of them say the same.
 *
 * <p>Bounded, since the values come from outside: once there are as many as are kept, new ones stay as they are. Safe
 * for use by many threads.
 *
 * @param <T> the type of the values, with an {@code equals} of its own
 */
final class Canonical<T> {

    /** More kinds of clients than an endpoint meets in earnest, and less memory than a few requests take. */
    static final int MOST = 1_000;

    private final ConcurrentMap<T, T> copies = new ConcurrentHashMap<>();

    /** The copy to keep of a value. */
    T of(T value) {
        T known = copies.get(value);
        if (known == null && copies.size() < MOST) {
            known = copies.putIfAbsent(value, value);
        }
        return known == null ? value : known;
    }
}
