package dev.mcpsession.management;

import java.security.Principal;
import java.util.stream.Collectors;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a JMX operation. A connector that authenticates its callers acts for a {@link Subject}; a caller of
 * another connector, and code in the same JVM, is unknown.
 */
final class JmxCaller {

    static final String UNKNOWN = "unknown";

    private JmxCaller() {}

    /** The names of the caller, or {@link #UNKNOWN}. */
    static String name() {
        Subject subject = subject();
        return subject == null ? UNKNOWN : name(subject);
    }

    private static String name(Subject subject) {
        String names = subject.getPrincipals(JMXPrincipal.class).stream()
                .map(Principal::getName)
                .sorted()
                .collect(Collectors.joining(" "));
        if (names.isEmpty()) {
            names = subject.getPrincipals().stream()
                    .map(Principal::getName)
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
        return names.isEmpty() ? UNKNOWN : names;
    }

    /*
     * By reflection, for want of one way that holds: Java 17 has no Subject.current(), and from Java 24 on the only way of Java 17
     * throws, before it is removed.
     */
    private static @Nullable Subject subject() {
        try {
            return hasCurrent() ? (Subject) Subject.class.getMethod("current").invoke(null) : ofAccessController();
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static boolean hasCurrent() {
        try {
            Subject.class.getMethod("current");
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static @Nullable Subject ofAccessController() throws ReflectiveOperationException {
        Class<?> contextType = Class.forName("java.security.AccessControlContext");
        Object context = Class.forName("java.security.AccessController")
                .getMethod("getContext")
                .invoke(null);
        return (Subject) Subject.class.getMethod("getSubject", contextType).invoke(null, context);
    }
}
