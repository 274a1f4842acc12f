package dev.mcpsession.servlet;

import java.lang.reflect.Proxy;

/** Objects whose every method throws: what the doubles extend, so that a call that they do not expect is noticed. */
final class Unsupported {

    private Unsupported() {}

    static <T> T of(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    throw new UnsupportedOperationException(called.getName());
                }));
    }
}
