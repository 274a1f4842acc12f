package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic POST with a JSON-RPC message, included in a request of the session's own client: with the caller's
 * credentials, cookies and principal, and not with the body of the host request, which stays unread. The endpoint may
 * answer it asynchronously.
 */
final class SyntheticPostRequest extends SyntheticRequest {

    private static final String JSON = "application/json";

    /** Headers of the host request that mean only that request. */
    private static final Set<String> HIDDEN = Set.of(
            "content-encoding", "transfer-encoding", "expect", "last-event-id", "range", "if-match", "if-none-match");

    private final SyntheticResponse response;
    private final Map<String, String> own = new LinkedHashMap<>();
    private volatile @Nullable SyntheticAsyncContext async;

    /**
     * Wraps a request of the client.
     *
     * @param sessionId what the endpoint calls the session; null before it has named it
     * @param version the protocol version that has been negotiated; null before that
     */
    SyntheticPostRequest(
            HttpServletRequest host,
            SyntheticResponse response,
            byte[] body,
            @Nullable String sessionId,
            @Nullable String version) {
        super(host, RequestPaths.path(host), sessionId, HIDDEN, body, null);
        this.response = response;
        own.put("content-type", JSON);
        own.put("content-length", Integer.toString(body.length));
        own.put("accept", JSON + ", text/event-stream");
        own.put("mcp-protocol-version", version);
    }

    /** What the endpoint has started; null where it has answered. */
    @Nullable
    SyntheticAsyncContext async() {
        return async;
    }

    @Override
    public String getMethod() {
        return "POST";
    }

    @Override
    public @Nullable String getHeader(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return own.containsKey(key) ? own.get(key) : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!own.containsKey(key)) {
            return super.getHeaders(name);
        }
        String value = own.get(key);
        return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(name -> own.containsKey(name.toLowerCase(Locale.ROOT)));
        own.forEach((name, value) -> {
            if (value != null) {
                names.add(name);
            }
        });
        return Collections.enumeration(names);
    }

    @Override
    public int getIntHeader(String name) {
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    @Override
    public String getContentType() {
        return JSON;
    }

    @Override
    public String getCharacterEncoding() {
        return "UTF-8";
    }

    @Override
    public boolean isAsyncSupported() {
        return true;
    }

    @Override
    public boolean isAsyncStarted() {
        return async != null;
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse supplied) {
        SyntheticAsyncContext started = new SyntheticAsyncContext(request, supplied);
        async = started;
        return started;
    }

    @Override
    public AsyncContext getAsyncContext() {
        SyntheticAsyncContext started = async;
        if (started == null) {
            throw new IllegalStateException("Asynchronous processing has not been started");
        }
        return started;
    }
}
