package dev.mcpsession.filter;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Handles {@code initialize} requests of revisions with sessions. */
final class InitializeHandler {

    private final SessionRegistry registry;
    private final SessionNaming naming;
    private final OwnerResolver owners;
    private final ReleaseDispatcher releases;
    private final RateLimitedLog log;

    InitializeHandler(
            SessionRegistry registry,
            SessionNaming naming,
            OwnerResolver owners,
            ReleaseDispatcher releases,
            RateLimitedLog log) {
        this.registry = registry;
        this.naming = naming;
        this.owners = owners;
        this.releases = releases;
        this.log = log;
    }

    /** Calls the endpoint if a session may be opened, else answers 503. */
    void handle(JsonRpcPeek body, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (ExchangeLifecycle lifecycle = new ExchangeLifecycle()) {
            InitializeResponsePolicy policy =
                    new InitializeResponsePolicy(registry, naming, request, body, lifecycle, log);
            SessionResponse seen = new SessionResponse(response, policy);
            lifecycle.onEnd(() -> policy.end(seen));
            if (!policy.reserve(owners.resolve(request))) {
                ErrorResponse.unavailable(registry.sweepInterval(), body.id()).writeTo(request, response);
                releases.afterOwnResponse(request, response);
                return;
            }
            EndpointRequest asked = new ReplayedRequest(request, seen, lifecycle, body.body());
            EndpointCall.run(asked, seen, lifecycle, chain);
            releases.afterEndpoint(lifecycle, request, seen);
        }
    }
}
