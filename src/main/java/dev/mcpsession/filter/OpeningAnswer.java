package dev.mcpsession.filter;

import dev.mcpsession.McpSession;
import dev.mcpsession.engine.Admission;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionIds;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an {@code initialize}: a 200 opens a session, under the endpoint's id or else under a new one.
 *
 * <p>Where the request has come to is kept from the start: when the answer leaves, an endpoint may have dispatched or
 * forwarded it, and some containers then show the new path on every wrapper of the request.
 */
final class OpeningAnswer implements SessionAnswer {

    private final SessionRegistry registry;
    private final Admission admission;
    private final HttpServletRequest request;
    private final String path;
    private final String place;
    private final ClientInfo client;
    private final InFlight inFlight;
    private final RateLimitedLog log;

    OpeningAnswer(
            SessionRegistry registry,
            Admission admission,
            HttpServletRequest request,
            ClientInfo client,
            InFlight inFlight,
            RateLimitedLog log) {
        this.registry = registry;
        this.admission = admission;
        this.request = request;
        this.path = RequestClassifier.path(request);
        this.place = RequestClassifier.place(request);
        this.client = client;
        this.inFlight = inFlight;
        this.log = log;
    }

    @Override
    public @Nullable String sessionId(SessionResponse response, int status, @Nullable String named) throws IOException {
        if (status != HttpServletResponse.SC_OK) {
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
        Exchange exchange = named == null ? admission.issue(path, client) : admission.adopt(path, named, client);
        if (exchange == null) {
            // Nobody could make room after all, or the id is somebody else's; or nobody is there any more.
            if (!inFlight.isOver()) {
                response.refuse(Refusal.unavailable(registry.sweepInterval(), null));
            }
            return null;
        }
        inFlight.carry(exchange);
        request.setAttribute(McpSession.ATTRIBUTE, exchange.session());
        return exchange.session().id();
    }
}
