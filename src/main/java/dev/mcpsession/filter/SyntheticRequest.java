package dev.mcpsession.filter;

import dev.mcpsession.McpSession;
import dev.mcpsession.engine.Session;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import jakarta.servlet.http.PushBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
 * A request of the filter's own to an endpoint, included in a host request: with the path that it is included by, the
 * connection of the host request and a body of its own, and without the parameters of the host request. Attributes of
 * the host request can be read, so that those of the container are there; what is set stays here.
 */
abstract class SyntheticRequest extends MaskedRequest {

    private final String path;
    private final ReplayedBody input;
    private final int length;

    /** Attributes set here; null for one that was removed. */
    private final Map<String, @Nullable Object> attributes = Collections.synchronizedMap(new HashMap<>());

    /**
     * Wraps a host request.
     *
     * @param path servlet path and path info of the endpoint
     * @param sessionId what the endpoint calls the session; null for no such header
     * @param hidden names, in lower case, of the headers of the host request that mean only that request
     * @param session what the endpoint finds as the session of the request, or null
     */
    SyntheticRequest(
            HttpServletRequest host,
            String path,
            @Nullable String sessionId,
            Set<String> hidden,
            byte[] body,
            @Nullable Session session) {
        super(host, sessionId, hidden);
        this.path = path;
        this.input = new ReplayedBody(body);
        this.length = body.length;
        attributes.put(McpSession.ATTRIBUTE, session);
    }

    /** Called when the endpoint has returned: the moment at which a container would call a ReadListener first. */
    final void endpointReturned() {
        input.notifyListener();
    }

    @Override
    public ServletInputStream getInputStream() {
        return input;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
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
        new HashMap<>(attributes).forEach((name, value) -> {
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
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws ServletException {
        throw new ServletException("A synthetic request cannot be upgraded");
    }

    @Override
    public @Nullable PushBuilder newPushBuilder() {
        return null;
    }

    @Override
    public int getContentLength() {
        return length;
    }

    @Override
    public long getContentLengthLong() {
        return length;
    }
}
