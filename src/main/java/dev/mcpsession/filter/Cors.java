package dev.mcpsession.filter;

import dev.mcpsession.config.AllowedOrigins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

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

    /* Parameters of tools may be mirrored in headers whose names nobody knows beforehand. */
    private static String allowedHeaders(HttpServletRequest request) {
        StringBuilder allowed = new StringBuilder(REQUEST_HEADERS);
        String requested = request.getHeader(REQUESTED_HEADERS);
        if (requested != null) {
            for (String name : requested.split(",", -1)) {
                if (name.strip().matches("(?i)mcp-param-[a-z0-9_-]{1,64}")) {
                    allowed.append(", ").append(name.strip());
                }
            }
        }
        return allowed.toString();
    }

    private boolean isListed(RequestOrigin origin) {
        String value = origin.value();
        return value != null && listed.contains(value);
    }
}
