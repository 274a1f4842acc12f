package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two MCP headers of a request. A blank header counts as absent, surrounding spaces and tabs do not count, equal repeats count once.
 *
 * @param sessionId the session id as it came, whatever it is, or null
 * @param version the protocol version as it came, whatever it is, or null
 * @param contradictory whether either header was there twice with different values
 */
record McpHeaders(@Nullable String sessionId, @Nullable String version, boolean contradictory) {

    /** Case does not matter to HTTP; this is how every SDK spells it. */
    static final String SESSION_ID = "Mcp-Session-Id";

    static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    static final String LAST_EVENT_ID = "Last-Event-ID";

    static McpHeaders of(HttpServletRequest request) {
        Set<String> ids = values(request, SESSION_ID);
        Set<String> versions = values(request, PROTOCOL_VERSION);
        return new McpHeaders(first(ids), first(versions), ids.size() > 1 || versions.size() > 1);
    }

    private static Set<String> values(HttpServletRequest request, String name) {
        Set<String> values = new LinkedHashSet<>(2);
        for (String value : Collections.list(request.getHeaders(name))) {
            String trimmed = trim(value);
            if (!trimmed.isEmpty()) {
                values.add(trimmed);
            }
        }
        return values;
    }

    /* What HTTP takes for no part of a value. Java's own methods would take control characters away too, which some servers let through. */
    private static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isSpace(value.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static @Nullable String first(Set<String> values) {
        return values.isEmpty() ? null : values.iterator().next();
    }
}
