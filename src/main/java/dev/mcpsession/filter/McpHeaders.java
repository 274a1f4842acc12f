package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The two MCP headers of a request. A blank header counts as absent, surrounding spaces and tabs do not count, equal
 * repeats count once.
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
        Values ids = Values.of(request, SESSION_ID);
        Values versions = Values.of(request, PROTOCOL_VERSION);
        return new McpHeaders(ids.first, versions.first, ids.differ || versions.differ);
    }

    /* What HTTP takes for no part of a value. Java's own methods would take control characters away too, which some servers let through. */
    static String trim(String value) {
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

    /** The values of one header, read for each request, without collecting them. */
    private static final class Values {

        private @Nullable String first;
        private boolean differ;

        static Values of(HttpServletRequest request, String name) {
            Values values = new Values();
            Enumeration<String> all = request.getHeaders(name);
            while (all.hasMoreElements()) {
                values.add(trim(all.nextElement()));
            }
            return values;
        }

        private void add(String value) {
            if (value.isEmpty()) {
                return;
            }
            if (first == null) {
                first = value;
            } else if (!first.equals(value)) {
                differ = true;
            }
        }
    }
}
