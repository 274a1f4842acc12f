package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.resume.SessionSealer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Handles a request: has the {@link RequestClassifier} decide, and hands the request to the handler of that decision.
 *
 * <p>Safe for use by many threads.
 */
final class RequestHandler implements RequestDecision.Visitor {

    private final SessionRegistry registry;
    private final Cors cors;
    private final OwnerResolver callers;
    private final RequestClassifier classifier;
    private final ReleaseDispatcher releases;
    private final LiveSessionHandler liveSessions;
    private final @Nullable ResumptionHandler resumptions;
    private final InitializeHandler initializes;
    private final SessionlessHandler sessionless;

    RequestHandler(
            Configuration configuration,
            SessionRegistry registry,
            StreamKeepAlive keepAlive,
            OwnerResolver owners,
            @Nullable SessionSealer sealer) {
        this.registry = registry;
        this.cors = new Cors(configuration.allowedOrigins(), RequestClassifier.allowedMethods(configuration));
        this.classifier = new RequestClassifier(configuration, cors);
        RateLimitedLog log = new RateLimitedLog(System.getLogger(McpSessionFilter.class.getName()));
        this.callers = configuration.bindToOwner() ? new CallerResolver(owners, log) : request -> null;
        this.releases = new ReleaseDispatcher(registry);
        SessionNaming naming = new SessionNaming(registry, sealer);
        this.liveSessions = new LiveSessionHandler(registry, keepAlive, naming, releases, log);
        this.resumptions = sealer == null ? null : new ResumptionHandler(registry, sealer, liveSessions, releases, log);
        this.initializes = new InitializeHandler(registry, naming, callers, releases, log);
        this.sessionless = new SessionlessHandler(registry, keepAlive, releases, log);
    }

    void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestOrigin origin = RequestOrigin.of(request);
        HttpServletResponse guarded = cors.guard(origin, response);
        try {
            classifier.decide(request, origin).accept(this, request, guarded, chain);
        } catch (CallerResolver.UnresolvedOwnerException e) {
            ErrorResponse.internalError().writeTo(request, guarded);
        }
    }

    @Override
    public void namedSession(
            RequestDecision.NamedSession decision,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        String sessionId = decision.sessionId();
        Owner caller = callers.resolve(request);
        boolean handled = liveSessions.handle(sessionId, caller, null, request, response, chain)
                || (resumptions != null && resumptions.handle(sessionId, caller, request, response, chain));
        if (!handled) {
            classifier.decideWithoutSession(request, sessionId).accept(this, request, response, chain);
        }
    }

    @Override
    public void initialize(
            RequestDecision.Initialize decision,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        initializes.handle(decision.body(), request, response, chain);
    }

    @Override
    public void sessionless(
            RequestDecision.Sessionless decision,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        sessionless.handle(decision, request, response, chain);
    }

    @Override
    public void passThrough(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }

    @Override
    public void preflight(HttpServletRequest request, HttpServletResponse response) {
        cors.answerPreflight(request, response);
        releases.afterOwnResponse(request, response);
    }

    @Override
    public void unknownSession(
            RequestDecision.UnknownSession decision, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        registry.sessionNotFound(RequestPaths.path(request), decision.sessionId(), callers.resolve(request));
        ErrorResponse.sessionNotFound(decision.requestId()).writeTo(request, response);
        releases.afterOwnResponse(request, response);
    }

    @Override
    public void reject(RequestDecision.Reject decision, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        decision.error().writeTo(request, response);
        releases.afterOwnResponse(request, response);
    }
}
