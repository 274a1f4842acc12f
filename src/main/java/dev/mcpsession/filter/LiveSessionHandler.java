package dev.mcpsession.filter;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.StreamKeepAlive;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Handles requests that name a session, where that is live and the caller's own. */
final class LiveSessionHandler {

    private final SessionRegistry registry;
    private final StreamKeepAlive keepAlive;
    private final OwnerResolver owners;
    private final ReleaseDispatcher releases;
    private final RateLimitedLog log;

    LiveSessionHandler(
            SessionRegistry registry,
            StreamKeepAlive keepAlive,
            OwnerResolver owners,
            ReleaseDispatcher releases,
            RateLimitedLog log) {
        this.registry = registry;
        this.keepAlive = keepAlive;
        this.owners = owners;
        this.releases = releases;
        this.log = log;
    }

    /**
     * Handles a request as one exchange of the session that it names.
     *
     * @return false where that session is not live or not the caller's; nothing has been answered then
     */
    boolean handle(String sessionId, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String method = request.getMethod();
        ExchangeKind kind = method.equals("GET") ? ExchangeKind.STREAM : ExchangeKind.REQUEST;
        try (ExchangeLifecycle lifecycle = new ExchangeLifecycle()) {
            Exchange exchange = registry.enter(RequestPaths.path(request), sessionId, kind, owners.resolve(request));
            if (exchange == null) {
                return false;
            }
            lifecycle.attach(exchange);
            switch (method) {
                case "GET" -> stream(exchange, lifecycle, request, response, chain);
                case "DELETE" -> {
                    if (exchange.session().isAdopted()) {
                        call(exchange, lifecycle, request, response, chain);
                    } else {
                        terminate(exchange, request, response);
                        releases.afterOwnResponse(request, response);
                    }
                }
                default -> call(exchange, lifecycle, request, response, chain);
            }
            return true;
        }
    }

    private void stream(
            Exchange exchange,
            ExchangeLifecycle lifecycle,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        Session session = exchange.session();
        StreamResponse stream = new StreamResponse(response, policy(exchange, request, lifecycle), keepAlive);
        lifecycle.onEnd(() -> session.detachStream(stream));
        exchange.attachStream(stream);
        request.setAttribute(McpSession.ATTRIBUTE, session);
        EndpointCall.run(
                new EndpointRequest(request, stream, lifecycle, exchange.sessionId()), stream, lifecycle, chain);
    }

    private void call(
            Exchange exchange,
            ExchangeLifecycle lifecycle,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        EventStreamResponse seen = new EventStreamResponse(response, policy(exchange, request, lifecycle), keepAlive);
        EndpointRequest asked = new EndpointRequest(request, seen, lifecycle, exchange.sessionId());
        request.setAttribute(McpSession.ATTRIBUTE, exchange.session());
        EndpointCall.run(asked, seen, lifecycle, chain);
        releases.afterEndpoint(lifecycle, request, seen);
    }

    /* An issued session is the filter's alone: its endpoint is not asked. */
    private void terminate(Exchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Session session = exchange.session();
        if (registry.end(session, EndReason.CLIENT)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            registry.sessionNotFound(session.path(), exchange.sessionId(), session.owner());
            ErrorResponse.sessionNotFound(null).writeTo(request, response);
        }
    }

    private LiveResponsePolicy policy(Exchange exchange, HttpServletRequest request, ExchangeLifecycle lifecycle) {
        return new LiveResponsePolicy(registry, exchange, request, lifecycle, log);
    }
}
