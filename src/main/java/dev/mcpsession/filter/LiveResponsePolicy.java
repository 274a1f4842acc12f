package dev.mcpsession.filter;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionIds;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Policy for responses to requests of a live session: they may end the session, or give it a new id.
 *
 * <p>Method and path are read from the request at the start: the endpoint may dispatch or forward it before the
 * response is committed.
 */
final class LiveResponsePolicy implements SessionIdPolicy {

    private final SessionRegistry registry;
    private final SessionNaming naming;
    private final Exchange exchange;
    private final HttpServletRequest request;
    private final String method;
    private final String servletPath;
    private final ExchangeLifecycle lifecycle;
    private final RateLimitedLog log;

    LiveResponsePolicy(
            SessionRegistry registry,
            SessionNaming naming,
            Exchange exchange,
            HttpServletRequest request,
            ExchangeLifecycle lifecycle,
            RateLimitedLog log) {
        this.registry = registry;
        this.naming = naming;
        this.exchange = exchange;
        this.request = request;
        this.method = request.getMethod();
        this.servletPath = request.getServletPath();
        this.lifecycle = lifecycle;
        this.log = log;
    }

    @Override
    public @Nullable String sessionId(SessionResponse response, int status, @Nullable String named) throws IOException {
        if (status == HttpServletResponse.SC_ACCEPTED) {
            lifecycle.markNotification();
        }
        Session session = exchange.session();
        if (session.isAdopted()) {
            endIfGone(session, status);
        }
        if (named == null) {
            return null;
        }
        if (named.equals(exchange.endpointSessionId())) {
            return status < HttpServletResponse.SC_BAD_REQUEST ? exchange.sessionId() : null;
        }
        String id = isSuccess(status) && method.equals("POST") ? replacement(response, named) : null;
        if (id == null) {
            // A client may take any id that it sees for its new one: one that is not adopted must not leave.
            registry.releaseUnopened(session.path(), named);
        }
        return id;
    }

    private void endIfGone(Session session, int status) {
        boolean delete = method.equals("DELETE");
        boolean gone = status == HttpServletResponse.SC_NOT_FOUND || (delete && status == HttpServletResponse.SC_GONE);
        if (delete && (gone || isSuccess(status))) {
            endForClient(session, gone ? EndReason.ENDPOINT_GONE : EndReason.CLIENT);
        } else if (gone) {
            registry.end(session, EndReason.ENDPOINT_GONE);
        }
    }

    /*
     * The endpoint has forgotten its session before this is called: another request of the client may have been answered 404 by
     * it, which suspends the session, and a third one may have resumed that. The client gives up either.
     */
    private void endForClient(Session session, EndReason reason) {
        registry.revoke(session.path(), exchange.sessionId());
        registry.end(session, reason);
        registry.endSuspended(session.path(), exchange.sessionId());
    }

    private @Nullable String replacement(SessionResponse response, String named) throws IOException {
        if (response.isCommitted() || !SessionIds.isValid(named)) {
            log.warn(RequestPaths.place(request, servletPath)
                    + ": the endpoint gave a live session a new id too late, or one that is not 1 to 128 visible"
                    + " ASCII characters; the session keeps its id");
            return null;
        }
        Exchange replacement = registry.replace(exchange.session(), naming.replacement(exchange, named));
        if (replacement == null) {
            response.refuse(ErrorResponse.unavailable(registry.sweepInterval(), null));
            return null;
        }
        lifecycle.attach(replacement);
        // The endpoint has given up the old session. If the new id does not leave, no client knows the new one.
        lifecycle.onEnd(() -> {
            if (!response.carriesSessionId()) {
                registry.withdraw(replacement.session());
            }
        });
        request.setAttribute(McpSession.ATTRIBUTE, replacement.session());
        return replacement.sessionId();
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
