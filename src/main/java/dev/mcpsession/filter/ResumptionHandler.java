package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.resume.PathFailures;
import dev.mcpsession.resume.ResumptionFlights;
import dev.mcpsession.resume.ResumptionOutcome;
import dev.mcpsession.resume.SessionSealer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Handles requests that name a session which is not in memory and can be resumed.
 *
 * <p>Safe for use by many threads.
 */
final class ResumptionHandler {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Where many sessions are resumed at once, one may be evicted before a request that has waited enters it. */
    private static final int MAX_ATTEMPTS = 3;

    private final SessionRegistry registry;
    private final SessionSealer sealer;
    private final LiveSessionHandler liveSessions;
    private final ReleaseDispatcher releases;
    private final SessionReplay replay;
    private final JsonRpcParser bodies = new JsonRpcParser();
    private final ResumptionFlights flights = new ResumptionFlights();

    ResumptionHandler(
            SessionRegistry registry,
            SessionSealer sealer,
            LiveSessionHandler liveSessions,
            ReleaseDispatcher releases,
            RateLimitedLog log) {
        this.registry = registry;
        this.sealer = sealer;
        this.liveSessions = liveSessions;
        this.releases = releases;
        this.replay = new SessionReplay(registry, flights, new PathFailures(TimeSource.system()), log);
    }

    /**
     * Handles a request whose session was not live.
     *
     * @return false where the session cannot be resumed by this caller; nothing has been answered then
     */
    boolean handle(
            String sessionId,
            @Nullable Owner caller,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        String path = RequestPaths.path(request);
        if (!registry.isResumable(path, sessionId, caller)) {
            return false;
        }
        if (request.getMethod().equals("DELETE")) {
            registry.endSuspended(path, sessionId);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            releases.afterOwnResponse(request, response);
            return true;
        }
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try (ResumptionAttempt attempt =
                    new ResumptionAttempt(registry, sealer, replay, bodies, sessionId, caller, request, response)) {
                ResumptionOutcome outcome = flights.resume(sessionId, attempt::run);
                if (outcome == ResumptionOutcome.REFUSED) {
                    countUnlessRevoked(path, sessionId, caller);
                    return false;
                }
                if (outcome == ResumptionOutcome.UNAVAILABLE) {
                    break;
                }
                HttpServletRequest resumed = new ResumedRequest(request, sessionId);
                if (liveSessions.handle(sessionId, caller, attempt, resumed, response, chain)) {
                    return true;
                }
            }
        }
        registry.resumptionFailed();
        ErrorResponse.notResumedYet(RETRY_AFTER).writeTo(request, response);
        releases.afterOwnResponse(request, response);
        return true;
    }

    /* A DELETE that came meanwhile makes no resumption fail. */
    private void countUnlessRevoked(String path, String sessionId, @Nullable Owner caller) {
        if (registry.isResumable(path, sessionId, caller)) {
            registry.resumptionFailed();
        }
    }
}
