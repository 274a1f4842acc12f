package dev.mcpsession.filter;

import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Policy for responses to requests of a sessionless revision: no session id leaves. An endpoint that names one has
 * opened a session that no client will use; it is released.
 */
final class SessionlessResponsePolicy implements SessionIdPolicy {

    private final SessionRegistry registry;
    private final String path;
    private final boolean plain;
    private final String place;
    private final RateLimitedLog log;

    SessionlessResponsePolicy(SessionRegistry registry, HttpServletRequest request, RateLimitedLog log) {
        this.registry = registry;
        this.path = RequestPaths.path(request);
        this.plain = RequestPaths.isPlain(request);
        this.place = RequestPaths.place(request);
        this.log = log;
    }

    @Override
    public @Nullable String sessionId(SessionResponse response, int status, @Nullable String named) {
        if (named != null) {
            release(named);
        }
        return null;
    }

    private void release(String named) {
        log.warn(place
                + ": the endpoint named a session on a request of a sessionless revision. The id was not sent, and"
                + " the endpoint session is released. Remove the revision from protocolVersions if the endpoint does not"
                + " serve it");
        if (plain) {
            registry.releaseUnopened(path, named);
        } else {
            registry.releaseFailed();
        }
    }
}
