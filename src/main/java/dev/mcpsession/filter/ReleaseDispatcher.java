package dev.mcpsession.filter;

import dev.mcpsession.engine.PendingRelease;
import dev.mcpsession.engine.PendingReleaseQueue;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SafeText;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Releases endpoint sessions: dispatches a synthetic DELETE, by an include, during a host request, because no API lets
 * a filter call an endpoint without a request.
 *
 * <p>The include shares the host request's thread and CDI request context. It therefore never comes before an endpoint
 * runs in the same request, which would find there what the DELETE has left, and never before the response has left,
 * which no release may delay or change. A host request dispatches at most one release: a flood of them is not slowed.
 *
 * <p>Safe for use by many threads.
 */
final class ReleaseDispatcher {

    private final RateLimitedLog log = new RateLimitedLog(System.getLogger(ReleaseDispatcher.class.getName()));
    private final SessionRegistry registry;
    private final PendingReleaseQueue pending;

    ReleaseDispatcher(SessionRegistry registry) {
        this.registry = registry;
        this.pending = registry.releases();
    }

    /** Called when the filter itself has answered a request: no endpoint runs in it. */
    void afterOwnResponse(HttpServletRequest host, HttpServletResponse response) {
        if (pending.waiting() > 0) {
            dispatch(pending.take(), host, response);
        }
    }

    /**
     * Called when the chain has returned. In a synchronous POST, whose exchange has ended with that, dispatches a
     * release that has waited for long enough. After an error response none: the container may have an error page still
     * to send.
     */
    void afterEndpoint(ExchangeLifecycle lifecycle, HttpServletRequest host, HttpServletResponse response) {
        if (pending.waiting() > 0
                && !lifecycle.isAsync()
                && host.getMethod().equals("POST")
                && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
            dispatch(pending.takeOverdue(), host, response);
        }
    }

    private void dispatch(@Nullable PendingRelease release, HttpServletRequest host, HttpServletResponse response) {
        if (release == null) {
            return;
        }
        String failure = attempt(release, host, response);
        if (failure != null) {
            registry.releaseFailed();
            log.warn(SafeText.of(host.getContextPath() + release.path()) + ": the endpoint session with handle "
                    + release.handle() + " was not released: " + failure
                    + ". The endpoint keeps it until its own timeout,"
                    + " if it still has it. FailedReleases over JMX counts these");
        }
    }

    /*
     * What the endpoint throws ends here, whatever it is. The host request is another client's and its response has left; an
     * Error that it saw would break that client's connection, and help nothing: a virtual machine that is out of memory says so
     * elsewhere. Only the class is kept: messages contain ids.
     */
    private static @Nullable String attempt(
            PendingRelease release, HttpServletRequest host, HttpServletResponse response) {
        try {
            flush(response);
            RequestDispatcher endpoint = host.getRequestDispatcher(release.path());
            if (endpoint == null) {
                return "its path cannot be dispatched to";
            }
            DiscardingResponse answer = new DiscardingResponse(response);
            endpoint.include(new SyntheticDeleteRequest(host, release), answer);
            return answer.isSuccess() ? null : "the endpoint answered the DELETE with " + answer.getStatus();
        } catch (Throwable e) {
            return "the endpoint's DELETE threw " + e.getClass().getName();
        }
    }

    private static void flush(HttpServletResponse response) {
        try {
            response.flushBuffer();
        } catch (IOException e) {
            // The client has gone. The release does not need it.
        }
    }
}
