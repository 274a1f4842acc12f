package dev.mcpsession.filter;

import dev.mcpsession.engine.SafeText;
import jakarta.servlet.http.HttpServletRequest;

/** Paths of requests, as sessions and log lines have them. */
final class RequestPaths {

    /** Longer than any endpoint's; the path stays in memory with the session. */
    static final int MAX_LENGTH = 256;

    private static final String OTHER_PLAIN_CHARACTERS = "._~-";

    private RequestPaths() {}

    /** What a session is bound to besides its id: servlet path and path info. */
    static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    /** The application and the endpoint of a request, for a log line to begin with. */
    static String place(HttpServletRequest request) {
        return place(request, request.getServletPath());
    }

    /** The same for a request that had that servlet path, and may since have been dispatched. */
    static String place(HttpServletRequest request, String servletPath) {
        String place = request.getContextPath() + servletPath;
        return place.isEmpty() ? "/" : SafeText.of(place);
    }

    /**
     * Tells whether a request names its endpoint in plain form: the URI is, letter for letter, the context path
     * followed by {@link #path}, which has at most {@value #MAX_LENGTH} characters, all of them unreserved ones, and no
     * empty segment or dot segment. A path of that form leads back to the same endpoint when it is dispatched to; of
     * any other the container and the endpoint may have different readings.
     */
    static boolean isPlain(HttpServletRequest request) {
        String path = path(request);
        return isPlain(path) && request.getRequestURI().equals(request.getContextPath() + path);
    }

    /* A loop: a regular expression with a repeated group recurses once for each segment. */
    private static boolean isPlain(String path) {
        if (path.length() > MAX_LENGTH || !path.startsWith("/")) {
            return false;
        }
        int start = 1;
        for (int i = 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (isEmptyOrDots(path, start, i)) {
                    return false;
                }
                start = i + 1;
            } else if (!isPlain(c)) {
                return false;
            }
        }
        return start == path.length() || !isEmptyOrDots(path, start, path.length());
    }

    private static boolean isEmptyOrDots(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> true;
            case 1 -> path.charAt(start) == '.';
            case 2 -> path.startsWith("..", start);
            default -> false;
        };
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || OTHER_PLAIN_CHARACTERS.indexOf(c) >= 0;
    }
}
