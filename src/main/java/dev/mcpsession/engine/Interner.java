package dev.mcpsession.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Returns one shared copy of equal values: sessions are many and most have the same path and the same client.
 *
 * <p>Keeps at most {@value #MAX_VALUES} values, and for ever; further ones are returned as they are. The values come
 * from clients and are bounded in size where they are read: a path has at most 256 characters, each of the three texts
 * of a client 64, so that all of them take less than a megabyte. Safe for use by many threads.
 *
 * @param <T> the type of the values, with an {@code equals} of its own
 */
final class Interner<T> {

    /** More kinds of clients than an endpoint has. */
    static final int MAX_VALUES = 1_000;

    private final ConcurrentMap<T, T> copies = new ConcurrentHashMap<>();

    /** The shared copy of a value. */
    T of(T value) {
        T known = copies.get(value);
        if (known == null && copies.size() < MAX_VALUES) {
            known = copies.putIfAbsent(value, value);
        }
        return known == null ? value : known;
    }
}
