package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Origin} of a request, read once.
 *
 * @param present whether the request has the header at all
 * @param value the one value, without surrounding spaces and tabs; null where there is none, or several that differ
 */
record RequestOrigin(boolean present, @Nullable String value) {

    private static final String HEADER = "Origin";
    private static final RequestOrigin ABSENT = new RequestOrigin(false, null);

    static RequestOrigin of(HttpServletRequest request) {
        if (request.getHeader(HEADER) == null) {
            return ABSENT;
        }
        List<String> values =
                Collections.list(request.getHeaders(HEADER)).stream().distinct().toList();
        return new RequestOrigin(true, values.size() == 1 ? McpHeaders.trim(values.get(0)) : null);
    }
}
