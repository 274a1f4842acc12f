package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request as the endpoint sees it: with the session id that the filter has recognised, or with none, and with an
 * asynchronous mode that {@link ExchangeLifecycle} notices.
 *
 * <p>{@code startAsync()} without arguments would go on with the container's own request and response, past the
 * wrappers. Here it goes on with these, so that what an endpoint sees is the same in both modes.
 */
class EndpointRequest extends MaskedRequest {

    private static final Set<String> WITHOUT_SESSION = Set.of(McpHeaders.LAST_EVENT_ID.toLowerCase(Locale.ROOT));

    private final SessionResponse response;
    private final ExchangeLifecycle lifecycle;
    private volatile @Nullable TrackingAsyncContext async;

    /**
     * Wraps a request.
     *
     * @param sessionId the id that the endpoint sees; null for none, and then it sees no {@code Last-Event-ID} either
     */
    EndpointRequest(
            HttpServletRequest raw, SessionResponse response, ExchangeLifecycle lifecycle, @Nullable String sessionId) {
        super(raw, sessionId, sessionId == null ? WITHOUT_SESSION : Set.of());
        this.response = response;
        this.lifecycle = lifecycle;
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
}
