package dev.mcpsession.filter;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
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
import org.jspecify.annotations.Nullable;

/** Handles requests that name a session, where that is live and the caller's own. */
final class LiveSessionHandler {

    private final SessionRegistry registry;
    private final StreamKeepAlive keepAlive;
    private final SessionNaming naming;
    private final ReleaseDispatcher releases;
    private final RateLimitedLog log;

    LiveSessionHandler(
            SessionRegistry registry,
            StreamKeepAlive keepAlive,
            SessionNaming naming,
            ReleaseDispatcher releases,
            RateLimitedLog log) {
        this.registry = registry;
        this.keepAlive = keepAlive;
        this.naming = naming;
        this.releases = releases;
        this.log = log;
    }

    /**
     * Handles a request as one exchange of the session that it names.
     *
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     * @param attempt what has resumed the session, closed when the request has entered it; null where it was live
     * @return false where that session is not live or not the caller's; nothing has been answered then
     */
    boolean handle(
            String sessionId,
            @Nullable Owner caller,
            @Nullable ResumptionAttempt attempt,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        String method = request.getMethod();
        ExchangeKind kind = method.equals("GET") ? ExchangeKind.STREAM : ExchangeKind.REQUEST;
        try (ExchangeLifecycle lifecycle = new ExchangeLifecycle()) {
            Exchange exchange = registry.enter(RequestPaths.path(request), sessionId, kind, caller);
            if (exchange == null) {
                return false;
            }
            lifecycle.attach(exchange);
            if (attempt != null) {
                attempt.close();
            }
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
        StreamResponse stream =
                new StreamResponse(response, policy(exchange, request, lifecycle), keepAlive, session.isSealed());
        lifecycle.onEnd(() -> session.detachStream(stream));
        exchange.attachStream(stream);
        request.setAttribute(McpSession.ATTRIBUTE, session);
        EndpointCall.run(
                new EndpointRequest(request, stream, lifecycle, exchange.endpointSessionId()),
                stream,
                lifecycle,
                chain);
    }

    private void call(
            Exchange exchange,
            ExchangeLifecycle lifecycle,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        EventStreamResponse seen = new EventStreamResponse(response, policy(exchange, request, lifecycle), keepAlive);
        EndpointRequest asked = new EndpointRequest(request, seen, lifecycle, exchange.endpointSessionId());
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
        return new LiveResponsePolicy(registry, naming, exchange, request, lifecycle, log);
    }
}
