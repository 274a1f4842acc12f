package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response whose CORS headers are the filter's, whatever the endpoint does: a second
 * {@code Access-Control-Allow-Origin}, or a {@code *} where credentials are allowed, makes a browser throw the answer
 * away, and a reset makes it hide an error from the page.
 */
final class CorsResponse extends HttpServletResponseWrapper {

    private static final String VARY = "Vary";
    private static final String ORIGIN = "Origin";
    private static final String PREFIX = "access-control-";

    /** What browsers let no page read without being told so. */
    private static final String EXPOSED_HEADERS = "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After";

    private final @Nullable String origin;

    /** An answer to a listed origin, spelled as the browser did, or null for another caller. */
    CorsResponse(HttpServletResponse raw, @Nullable String origin) {
        super(raw);
        this.origin = origin;
        setHeaders();
    }

    private void setHeaders() {
        super.addHeader(VARY, ORIGIN);
        if (origin != null) {
            super.setHeader("Access-Control-Allow-Origin", origin);
            super.setHeader("Access-Control-Allow-Credentials", "true");
            super.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
        }
    }

    @Override
    public void reset() {
        super.reset();
        setHeaders();
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (VARY.equalsIgnoreCase(name)) {
            super.setHeader(VARY, ORIGIN);
            addHeader(name, value);
        } else if (!isOurs(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        boolean repeated = VARY.equalsIgnoreCase(name) && ORIGIN.equalsIgnoreCase(value);
        if (!repeated && !isOurs(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!isOurs(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (!isOurs(name)) {
            super.addIntHeader(name, value);
        }
    }

    private static boolean isOurs(@Nullable String name) {
        return name != null && name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }
}
