package dev.mcpsession.management;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line for each change that comes over JMX: who, and what. */
final class Audit {

    /** The category of the lines: a name of its own, so that they can be sent elsewhere. */
    static final String CATEGORY = "dev.mcpsession.audit";

    private static final Logger LOG = System.getLogger(CATEGORY);
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]");
    private static final int LONGEST = 64;

    private final String application;

    Audit(String application) {
        this.application = application;
    }

    void changed(String attribute, @Nullable Object before, @Nullable Object after) {
        say("set " + attribute + " from " + shown(before) + " to " + shown(after));
    }

    void invoked(String operation, @Nullable Object @Nullable [] arguments, @Nullable Object result) {
        // What names nothing may be a session id, pasted where a handle belongs.
        boolean inVain = Boolean.FALSE.equals(result) || Integer.valueOf(0).equals(result);
        String given = arguments == null
                ? ""
                : Arrays.stream(arguments)
                        .map(argument -> inVain ? "?" : shown(argument))
                        .collect(Collectors.joining(", "));
        say("called " + operation + "(" + given + ")" + (result == null ? "" : ": " + shown(result)));
    }

    private void say(String what) {
        LOG.log(Level.INFO, "{0}: operator {1} {2}", application, shown(Caller.name()), what);
    }

    /* It comes from outside, and ends in a log. */
    private static String shown(@Nullable Object value) {
        String text = UNSAFE.matcher(String.valueOf(value)).replaceAll("?");
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
