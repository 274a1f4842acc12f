package dev.mcpsession.filter;

import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Policy for responses to requests without a session: no session id leaves. An endpoint that names one has opened a
 * session that no client will use; it is released.
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
                + ": the endpoint named a session on a request without one. The id was not sent, and the endpoint session is"
                + " released. An endpoint that needs sessions must not have requireSession=false, nor a sessionless"
                + " revision in protocolVersions");
        if (plain) {
            registry.releaseUnopened(path, named);
        } else {
            registry.releaseFailed();
        }
    }
}
