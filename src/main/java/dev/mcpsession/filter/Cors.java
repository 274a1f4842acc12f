package dev.mcpsession.filter;

import dev.mcpsession.config.AllowedOrigins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cross-origin resource sharing for the listed origins: without it a browser lets no page read a session id.
 *
 * <p>Does nothing at all where no origin is listed, so that an application which answers CORS by itself goes on doing
 * so.
 */
final class Cors {

    /** What clients of every revision send, and what a browser asks before they do. */
    private static final String REQUEST_HEADERS = "Accept, Authorization, Content-Type, Last-Event-ID, Mcp-Session-Id,"
            + " MCP-Protocol-Version, Mcp-Method, Mcp-Name";

    private static final int MAX_REQUESTED_HEADERS = 32;
    private static final int MAX_HEADER_NAME_LENGTH = 64;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final String REQUEST_METHOD = "Access-Control-Request-Method";
    private static final String REQUESTED_HEADERS = "Access-Control-Request-Headers";

    /** Two hours: the longest that any browser believes. */
    private static final String MAX_AGE_SECONDS = "7200";

    private final AllowedOrigins listed;
    private final String methods;

    Cors(AllowedOrigins listed, String methods) {
        this.listed = listed;
        this.methods = methods;
    }

    /** Whether a request asks whether another may be sent, on behalf of a listed origin. */
    boolean isPreflight(RequestOrigin origin, HttpServletRequest request) {
        return isListed(origin) && request.getMethod().equals("OPTIONS") && request.getHeader(REQUEST_METHOD) != null;
    }

    /** The response with what belongs on every answer, the filter's and the endpoint's. */
    HttpServletResponse guard(RequestOrigin origin, HttpServletResponse response) {
        if (listed.isEmpty()) {
            return response;
        }
        return new CorsResponse(response, isListed(origin) ? origin.value() : null);
    }

    /**
     * Answers a preflight.
     *
     * @param guarded the response as {@link #guard} has wrapped it, which lets no other CORS headers through
     */
    void answerPreflight(HttpServletRequest request, HttpServletResponse guarded) {
        HttpServletResponse response = (HttpServletResponse) ((HttpServletResponseWrapper) guarded).getResponse();
        response.addHeader("Vary", REQUEST_METHOD + ", " + REQUESTED_HEADERS);
        response.setHeader("Access-Control-Allow-Methods", methods);
        response.setHeader("Access-Control-Allow-Headers", allowedHeaders(request));
        response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /* A listed origin is trusted with credentials, and its pages may send what the application needs, or tracing adds. */
    private static String allowedHeaders(HttpServletRequest request) {
        String requested = request.getHeader(REQUESTED_HEADERS);
        if (requested == null) {
            return REQUEST_HEADERS;
        }
        return Stream.concat(
                        Stream.of(REQUEST_HEADERS),
                        Arrays.stream(requested.split(",", MAX_REQUESTED_HEADERS + 1))
                                .limit(MAX_REQUESTED_HEADERS)
                                .map(McpHeaders::trim)
                                .filter(Cors::isHeaderName))
                .collect(Collectors.joining(", "));
    }

    /* A token of RFC 9110. The asterisk alone would be read as a wildcard. */
    private static boolean isHeaderName(String name) {
        return name.length() <= MAX_HEADER_NAME_LENGTH
                && !name.equals("*")
                && HEADER_NAME.matcher(name).matches();
    }

    private boolean isListed(RequestOrigin origin) {
        String value = origin.value();
        return value != null && listed.contains(value);
    }
}
