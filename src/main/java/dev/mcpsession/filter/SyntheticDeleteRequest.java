package dev.mcpsession.filter;

import dev.mcpsession.McpSession;
import dev.mcpsession.engine.PendingRelease;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import jakarta.servlet.http.PushBuilder;
import java.io.BufferedReader;
import java.io.StringReader;
import java.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic DELETE, dispatched during a host request, that tells the endpoint of an ended session. It has the path that
 * it is included by and the connection of the host request, and neither that one's body nor its parameters,
 * credentials, cookies, HTTP session and principal. Attributes of the host request can be read, so that those of the
 * container are there; what is set stays here.
 */
final class SyntheticDeleteRequest extends MaskedRequest {

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

    private final String path;

    /** Attributes set here; null for one that was removed. */
    private final Map<String, @Nullable Object> attributes = new HashMap<>();

    SyntheticDeleteRequest(HttpServletRequest host, PendingRelease pending) {
        super(host, pending.id(), HIDDEN);
        this.path = pending.path();
        attributes.put(McpSession.ATTRIBUTE, pending.session());
    }

    @Override
    public String getMethod() {
        return "DELETE";
    }

    /* An include leaves the paths of the host request as they are. */
    @Override
    public String getRequestURI() {
        return getContextPath() + path;
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer url = super.getRequestURL();
        int path = url.length() - super.getRequestURI().length();
        return url.replace(path, url.length(), getRequestURI());
    }

    @Override
    public String getServletPath() {
        if (included(RequestDispatcher.INCLUDE_SERVLET_PATH) instanceof String servletPath) {
            return servletPath;
        }
        return isAtHostPath() ? super.getServletPath() : path;
    }

    @Override
    public @Nullable String getPathInfo() {
        if (included(RequestDispatcher.INCLUDE_SERVLET_PATH) != null) {
            return (String) included(RequestDispatcher.INCLUDE_PATH_INFO);
        }
        return isAtHostPath() ? super.getPathInfo() : null;
    }

    /* Jetty has the paths of an include in attributes of a wrapper around this one, which cannot be seen from here. */
    private boolean isAtHostPath() {
        return path.equals(RequestPaths.path((HttpServletRequest) getRequest()));
    }

    private @Nullable Object included(String attribute) {
        return super.getAttribute(attribute);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.containsKey(name) ? attributes.get(name) : super.getAttribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        Set<String> names = new HashSet<>(Collections.list(super.getAttributeNames()));
        attributes.forEach((name, value) -> {
            if (value == null) {
                names.remove(name);
            } else {
                names.add(name);
            }
        });
        return Collections.enumeration(names);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.put(name, null);
    }

    @Override
    public int getContentLength() {
        return 0;
    }

    @Override
    public long getContentLengthLong() {
        return 0;
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
    public void setCharacterEncoding(String encoding) {}

    @Override
    public Collection<Part> getParts() {
        return List.of();
    }

    @Override
    public @Nullable Part getPart(String name) {
        return null;
    }

    @Override
    public boolean isTrailerFieldsReady() {
        return true;
    }

    @Override
    public Map<String, String> getTrailerFields() {
        return Map.of();
    }

    @Override
    public ServletInputStream getInputStream() {
        return new ReplayedBody(NO_BYTES);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new StringReader(""));
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
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
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws ServletException {
        throw new ServletException("A synthetic DELETE cannot be upgraded");
    }

    @Override
    public @Nullable PushBuilder newPushBuilder() {
        return null;
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
