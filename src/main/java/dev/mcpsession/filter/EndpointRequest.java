package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request as the endpoint sees it: with the session id that the filter has recognised, or with none, and with an
 * asynchronous mode that {@link ExchangeLifecycle} notices.
 *
 * <p>{@code startAsync()} without arguments would go on with the container's own request and response, past the
 * wrappers. Here it goes on with these, so that what an endpoint sees is the same in both modes.
 */
class EndpointRequest extends HttpServletRequestWrapper {

    private final SessionResponse response;
    private final ExchangeLifecycle lifecycle;
    private final @Nullable String sessionId;
    private volatile @Nullable TrackingAsyncContext async;

    /**
     * Wraps a request.
     *
     * @param sessionId the id that the endpoint sees; null for none, and then it sees no {@code Last-Event-ID} either
     */
    EndpointRequest(
            HttpServletRequest raw, SessionResponse response, ExchangeLifecycle lifecycle, @Nullable String sessionId) {
        super(raw);
        this.response = response;
        this.lifecycle = lifecycle;
        this.sessionId = sessionId;
    }

    /** Called on the thread of the request when the chain has returned. */
    void chainReturned() {}

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse suppliedResponse) {
        TrackingAsyncContext context =
                new TrackingAsyncContext(super.startAsync(request, suppliedResponse), response, lifecycle);
        async = context;
        response.startedAsync(context);
        return context;
    }

    @Override
    public AsyncContext getAsyncContext() {
        TrackingAsyncContext context = async;
        return context == null ? super.getAsyncContext() : context;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (isSessionId(name)) {
            return sessionId;
        }
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (isSessionId(name)) {
            return Collections.enumeration(sessionId == null ? List.of() : List.of(sessionId));
        }
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isWithheld(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isWithheld(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        if (sessionId != null) {
            return super.getHeaderNames();
        }
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(this::isWithheld);
        return Collections.enumeration(names);
    }

    private boolean isWithheld(String name) {
        return sessionId == null && (isSessionId(name) || isHidden(name));
    }

    private static boolean isSessionId(String name) {
        return McpHeaders.SESSION_ID.equalsIgnoreCase(name);
    }

    private boolean isHidden(String name) {
        return sessionId == null && McpHeaders.LAST_EVENT_ID.equalsIgnoreCase(name);
    }
}
