package dev.mcpsession.bench.whole;

import java.lang.reflect.Proxy;

/** Objects for wrappers to stand on that override all that is asked for. */
final class Absent {

    private Absent() {}

    /** An object whose every method throws. */
    static <T> T of(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    throw new UnsupportedOperationException(called.getName());
                }));
    }
}
