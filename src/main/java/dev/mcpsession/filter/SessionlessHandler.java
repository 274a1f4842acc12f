package dev.mcpsession.filter;

import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.StreamKeepAlive;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Handles requests without a session: the endpoint sees no session id, and none leaves. */
final class SessionlessHandler {

    private final SessionRegistry registry;
    private final StreamKeepAlive keepAlive;
    private final ReleaseDispatcher releases;
    private final RateLimitedLog log;

    SessionlessHandler(
            SessionRegistry registry, StreamKeepAlive keepAlive, ReleaseDispatcher releases, RateLimitedLog log) {
        this.registry = registry;
        this.keepAlive = keepAlive;
        this.releases = releases;
        this.log = log;
    }

    void handle(
            RequestDecision.Sessionless decision,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        registry.usage().countSessionless(decision.version());
        try (ExchangeLifecycle lifecycle = new ExchangeLifecycle()) {
            EventStreamResponse seen =
                    new EventStreamResponse(response, new SessionlessResponsePolicy(registry, request, log), keepAlive);
            JsonRpcPeek body = decision.body();
            EndpointRequest asked = body == null
                    ? new EndpointRequest(request, seen, lifecycle, null)
                    : new ReplayedRequest(request, seen, lifecycle, body.body());
            EndpointCall.run(asked, seen, lifecycle, chain);
            releases.afterEndpoint(lifecycle, request, seen);
        }
    }
}
