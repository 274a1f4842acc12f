package dev.mcpsession.management;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Logs each change that is made over JMX: the caller, and the change. */
final class JmxAuditLog {

    /** The category of the lines: a name of its own, so that they can be sent elsewhere. */
    static final String CATEGORY = "dev.mcpsession.audit";

    private static final Logger LOG = System.getLogger(CATEGORY);
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]");
    private static final int MAX_LENGTH = 64;

    private final String application;

    JmxAuditLog(String application) {
        this.application = application;
    }

    void changed(String attribute, @Nullable Object before, @Nullable Object after) {
        log("set " + attribute + " from " + shown(before) + " to " + shown(after));
    }

    void invoked(String operation, @Nullable Object @Nullable [] arguments, @Nullable Object result) {
        // An argument that matched nothing may be a session id, pasted instead of a handle.
        boolean matchedNothing =
                Boolean.FALSE.equals(result) || Integer.valueOf(0).equals(result);
        String given = arguments == null
                ? ""
                : Arrays.stream(arguments)
                        .map(argument -> matchedNothing ? "?" : shown(argument))
                        .collect(Collectors.joining(", "));
        log("called " + operation + "(" + given + ")" + (result == null ? "" : ": " + shown(result)));
    }

    private void log(String what) {
        LOG.log(Level.INFO, "{0}: operator {1} {2}", application, shown(JmxCaller.name()), what);
    }

    /* Arguments come from a JMX client: no line ends, and a bounded length. */
    private static String shown(@Nullable Object value) {
        String text = UNSAFE.matcher(String.valueOf(value)).replaceAll("?");
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }
}
