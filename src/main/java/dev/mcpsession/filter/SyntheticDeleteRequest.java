package dev.mcpsession.filter;

import dev.mcpsession.engine.PendingRelease;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic DELETE, dispatched during a host request, that tells the endpoint of an ended session. It has none of the
 * credentials, the cookies, the HTTP session and the principal of the host request, which is another client's.
 */
final class SyntheticDeleteRequest extends SyntheticRequest {

    private static final byte[] NO_BYTES = {};

    /** Headers of the host request that mean only that request. */
    private static final Set<String> HIDDEN = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "origin",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "expect",
            "last-event-id",
            "mcp-protocol-version");

    SyntheticDeleteRequest(HttpServletRequest host, PendingRelease pending) {
        super(host, pending.path(), pending.id(), HIDDEN, NO_BYTES, pending.session());
    }

    @Override
    public String getMethod() {
        return "DELETE";
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        return null;
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        if (create) {
            throw new IllegalStateException("A synthetic DELETE has no HTTP session");
        }
        return null;
    }

    @Override
    public @Nullable HttpSession getSession() {
        return getSession(true);
    }

    @Override
    public String changeSessionId() {
        throw new IllegalStateException("A synthetic DELETE has no HTTP session");
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return false;
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return false;
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    @Override
    public boolean authenticate(HttpServletResponse response) {
        return false;
    }

    @Override
    public void login(String name, String password) throws ServletException {
        throw new ServletException("A synthetic DELETE has no caller");
    }

    @Override
    public void logout() {}

    @Override
    public @Nullable String getAuthType() {
        return null;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return null;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return null;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean isAsyncSupported() {
        return false;
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public AsyncContext getAsyncContext() {
        throw new IllegalStateException("A synthetic DELETE cannot be answered asynchronously");
    }

    @Override
    public AsyncContext startAsync() {
        throw new IllegalStateException("A synthetic DELETE cannot be answered asynchronously");
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return startAsync();
    }
}
