package dev.mcpsession.filter;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers 400 to a request whose path the container and an endpoint could read differently.
 *
 * <p>Payara and GlassFish decode and normalise a path before they match filters, but hand the path as the client
 * spelled it to Jakarta REST, which drops path parameters first: {@code /mcp;%2f..} is the context root to the filter
 * mapping and {@code /mcp} to the resource. The session filter would not run. So a path is refused that holds a
 * semicolon together with an encoded slash, a backslash or a dot segment. Each counts in percent-encoding too, also
 * where the percent sign itself is encoded ({@code %252f}). Other paths are left alone: {@code ;jsessionid=1},
 * {@code %2f} without a semicolon, dots within names.
 *
 * <p>To be mapped to {@code /*} in front of all other filters. Stateless; safe for use by many threads.
 */
public final class RawPathFilter implements Filter {

    /** The name under which {@code McpSessionInitializer} registers the filter. */
    public static final String NAME = "mcp-session-raw-path-filter";

    /** For the container. */
    public RawPathFilter() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        if (!isAmbiguous(((HttpServletRequest) servletRequest).getRequestURI())) {
            chain.doFilter(servletRequest, servletResponse);
            return;
        }
        ErrorResponse.ambiguousPath()
                .writeTo((HttpServletRequest) servletRequest, (HttpServletResponse) servletResponse);
    }

    /* One pass over the characters, without allocation: it is on the way of every request of the application. */
    static boolean isAmbiguous(String path) {
        boolean semicolon = false;
        boolean separator = false;
        boolean dotSegment = false;
        int dots = 0;
        boolean onlyDots = false;
        int length = path.length();
        int next;
        for (int i = 0; i < length; i = next) {
            next = path.charAt(i) == '%' ? endOfEscape(path, i) : i + 1;
            boolean encoded = next > i + 1;
            char c = encoded ? decoded(path, next) : path.charAt(i);
            if (c == '/' || c == '\\' || c == ';') {
                dotSegment |= isDotSegment(onlyDots, dots);
                separator |= (encoded && c == '/') || c == '\\';
                semicolon |= c == ';';
                onlyDots = true;
                dots = 0;
            } else if (c == '.') {
                dots++;
            } else {
                onlyDots = false;
            }
        }
        return semicolon && (separator || dotSegment || isDotSegment(onlyDots, dots));
    }

    private static boolean isDotSegment(boolean onlyDots, int dots) {
        return onlyDots && (dots == 1 || dots == 2);
    }

    /* The index after a percent-encoded character, %252f included; after the percent sign alone where none follows. */
    private static int endOfEscape(String path, int percent) {
        int digits = percent + 1;
        while (path.startsWith("25", digits)) {
            digits += 2;
        }
        boolean complete = digits + 1 < path.length()
                && Character.digit(path.charAt(digits), 16) >= 0
                && Character.digit(path.charAt(digits + 1), 16) >= 0;
        return complete ? digits + 2 : percent + 1;
    }

    private static char decoded(String path, int end) {
        return (char) (Character.digit(path.charAt(end - 2), 16) * 16 + Character.digit(path.charAt(end - 1), 16));
    }
}
