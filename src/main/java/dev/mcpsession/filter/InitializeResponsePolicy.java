package dev.mcpsession.filter;

import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.Reservation;
import dev.mcpsession.engine.SessionIds;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Policy for responses to {@code initialize}: a 200 opens a session, under the endpoint's id or else under a new one.
 *
 * <p>The path is read from the request at the start: when the response is committed, the endpoint may have dispatched
 * or forwarded the request, and some containers then show the new path on every wrapper.
 */
final class InitializeResponsePolicy implements SessionIdPolicy {

    private final SessionRegistry registry;
    private final SessionNaming naming;
    private final HttpServletRequest request;
    private final String path;
    private final String place;
    private final JsonRpcPeek body;
    private final ExchangeLifecycle lifecycle;
    private final RateLimitedLog log;
    private final AtomicReference<@Nullable String> unopened = new AtomicReference<>();
    private volatile @Nullable Reservation reservation;
    private volatile @Nullable Owner owner;

    InitializeResponsePolicy(
            SessionRegistry registry,
            SessionNaming naming,
            HttpServletRequest request,
            JsonRpcPeek body,
            ExchangeLifecycle lifecycle,
            RateLimitedLog log) {
        this.registry = registry;
        this.naming = naming;
        this.request = request;
        this.path = RequestPaths.path(request);
        this.place = RequestPaths.place(request);
        this.body = body;
        this.lifecycle = lifecycle;
        this.log = log;
    }

    /**
     * Reserves the permits for a session; returns false where it is not admitted. To be called before the endpoint is.
     */
    boolean reserve(@Nullable Owner owner) {
        this.owner = owner;
        reservation = registry.reserve(owner);
        return reservation != null;
    }

    /**
     * Called at the end of the exchange. Where no id has left, gives the right back or ends the session that it has
     * opened, and releases an endpoint session for which none was opened: not earlier, because the endpoint may name a
     * session before it knows it.
     */
    void end(SessionResponse response) {
        Reservation taken = reservation;
        if (taken == null || response.carriesSessionId()) {
            return;
        }
        taken.withdraw();
        unopened.compareAndSet(null, response.undecidedId());
        releaseUnopened();
    }

    private void releaseUnopened() {
        String id = unopened.getAndSet(null);
        if (id != null) {
            registry.releaseUnopened(path, id);
        }
    }

    @Override
    public @Nullable String sessionId(SessionResponse response, int status, @Nullable String named) throws IOException {
        String id = open(response, status, named);
        if (id == null && named != null) {
            unopened.set(named);
            if (lifecycle.isOver()) {
                releaseUnopened();
            }
        }
        return id;
    }

    private @Nullable String open(SessionResponse response, int status, @Nullable String named) throws IOException {
        Reservation taken = reservation;
        if (taken == null || status != HttpServletResponse.SC_OK) {
            return null;
        }
        if (response.isCommitted()) {
            log.warn(
                    place + ": the endpoint committed its answer to initialize past the filter; no session was opened");
            return null;
        }
        if (named != null && !SessionIds.isValid(named)) {
            log.warn(place + ": the endpoint named a session with an id that is not 1 to 128 visible ASCII characters;"
                    + " no session was opened");
            return null;
        }
        Exchange exchange = taken.open(naming.opened(path, named, owner, body));
        if (exchange == null) {
            // No session could be evicted after all, or a live session of another owner has the id; or the exchange is
            // over.
            if (!lifecycle.isOver()) {
                response.refuse(ErrorResponse.unavailable(registry.sweepInterval(), null));
            }
            return null;
        }
        lifecycle.attach(exchange);
        request.setAttribute(McpSession.ATTRIBUTE, exchange.session());
        return exchange.sessionId();
    }
}
