package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request with a session id of the filter's choice, or none, and without some of the client's headers. */
abstract class MaskedRequest extends HttpServletRequestWrapper {

    private final @Nullable String sessionId;
    private final Set<String> hidden;

    /**
     * Wraps a request.
     *
     * @param sessionId the value of {@code Mcp-Session-Id}, or null for no such header
     * @param hidden names, in lower case, of headers that are not there
     */
    MaskedRequest(HttpServletRequest raw, @Nullable String sessionId, Set<String> hidden) {
        super(raw);
        this.sessionId = sessionId;
        this.hidden = hidden;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (isSessionId(name)) {
            return sessionId;
        }
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (isSessionId(name)) {
            return Collections.enumeration(sessionId == null ? List.of() : List.of(sessionId));
        }
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isAbsent(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isAbsent(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(name -> isSessionId(name) || isHidden(name));
        if (sessionId != null) {
            names.add(McpHeaders.SESSION_ID);
        }
        return Collections.enumeration(names);
    }

    private boolean isAbsent(String name) {
        return isHidden(name) || (sessionId == null && isSessionId(name));
    }

    private static boolean isSessionId(String name) {
        return McpHeaders.SESSION_ID.equalsIgnoreCase(name);
    }

    private boolean isHidden(String name) {
        return !hidden.isEmpty() && hidden.contains(name.toLowerCase(Locale.ROOT));
    }
}
