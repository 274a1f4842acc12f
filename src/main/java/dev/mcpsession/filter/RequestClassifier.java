package dev.mcpsession.filter;

import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done with a request: the wire contract, row by row, in its order. The README's behaviour table is the
 * same in words. It only decides: it enters no session, takes no permit and counts nothing.
 *
 * <p>Safe for use by many threads.
 */
final class RequestClassifier {

    private static final String POST_ONLY = "POST";

    private final Configuration configuration;
    private final ProtocolVersions versions;
    private final OriginRule origins;
    private final JsonRpcPeeker bodies = new JsonRpcPeeker(TimeSource.system());
    private final Cors cors;
    private final String allow;

    RequestClassifier(Configuration configuration, Cors cors) {
        this.configuration = configuration;
        this.versions = configuration.protocolVersions();
        this.origins = new OriginRule(configuration.allowedOrigins());
        this.cors = cors;
        this.allow = allowedMethods(configuration);
    }

    /** The methods that an endpoint behind the filter may be asked with. */
    static String allowedMethods(Configuration configuration) {
        return configuration.allowClientTermination() ? "POST, GET, DELETE, OPTIONS" : "POST, GET, OPTIONS";
    }

    /**
     * Decides by method and headers; the body is read only for a POST that names no session or an unlisted revision.
     *
     * @return the decision; where it is {@link RequestDecision.NamedSession} and that session is not live,
     *     {@link #decideWithoutSession} takes its place
     */
    RequestDecision decide(HttpServletRequest request, RequestOrigin origin) {
        if (!origins.allows(origin, request)) {
            return new RequestDecision.Reject(ErrorResponse.originNotAllowed());
        }
        return switch (request.getMethod()) {
            case "OPTIONS" ->
                cors.isPreflight(origin, request) ? new RequestDecision.Preflight() : new RequestDecision.PassThrough();
            case "POST", "GET", "DELETE" -> decide(request, McpHeaders.of(request));
            default -> new RequestDecision.Reject(ErrorResponse.methodNotAllowed(allow));
        };
    }

    /**
     * Decides about a request that names no session, or one that is not live. Reads the body of a POST.
     *
     * @param sessionId the id that the request names, or null for none
     * @return any decision but {@link RequestDecision.NamedSession}
     */
    RequestDecision decideWithoutSession(HttpServletRequest request, @Nullable String sessionId) {
        if (isPost(request)) {
            return postWithoutSession(request, sessionId);
        }
        if (sessionId != null) {
            return new RequestDecision.UnknownSession(sessionId, null);
        }
        // Clients that try a GET before they have a session take 405, and only 405, for a plain "no stream here".
        return new RequestDecision.Reject(
                request.getMethod().equals("GET")
                        ? ErrorResponse.methodNotAllowed(POST_ONLY)
                        : ErrorResponse.sessionRequired(null));
    }

    private RequestDecision decide(HttpServletRequest request, McpHeaders headers) {
        String version = headers.version();
        if (headers.contradictory()) {
            return new RequestDecision.Reject(ErrorResponse.contradictoryHeaders());
        }
        if (version != null && versions.isListedSessionless(version)) {
            return isPost(request)
                    ? new RequestDecision.Sessionless(version, null)
                    : new RequestDecision.Reject(ErrorResponse.methodNotAllowed(POST_ONLY));
        }
        // Clients send the header of their own newest revision with initialize, and some with GET and DELETE.
        if (version != null
                && !versions.isListed(version)
                && (isPost(request) || !ProtocolVersions.hasSessions(version))) {
            return isPost(request) ? postOfUnlistedVersion(request, version) : rejectUnlistedVersion(version);
        }
        if (request.getMethod().equals("DELETE") && !configuration.allowClientTermination()) {
            return new RequestDecision.Reject(ErrorResponse.methodNotAllowed(allow));
        }
        String sessionId = headers.sessionId();
        return sessionId == null ? decideWithoutSession(request, null) : new RequestDecision.NamedSession(sessionId);
    }

    private RequestDecision rejectUnlistedVersion(String version) {
        // A client of a later revision expects its GET and DELETE to be unknown here, not to be wrong.
        return new RequestDecision.Reject(
                ProtocolVersions.isNewerThanSessions(version)
                        ? ErrorResponse.methodNotAllowed(POST_ONLY)
                        : ErrorResponse.unsupportedVersion());
    }

    private RequestDecision postOfUnlistedVersion(HttpServletRequest request, String version) {
        JsonRpcPeek body = bodies.read(request);
        if (!body.isRead()) {
            return rejectWithoutSession(body);
        }
        boolean hasSessions = ProtocolVersions.hasSessions(version);
        if (body.opensSession() && (hasSessions || ProtocolVersions.isNewerThanSessions(version))) {
            return initialize(request, body);
        }
        if (!versions.anySessionless()) {
            return startWithInitialize(body);
        }
        // An endpoint that serves sessionless revisions answers for every other text, and names those that it serves.
        return !hasSessions && body.isSessionless()
                ? new RequestDecision.Sessionless(version, body)
                : new RequestDecision.Reject(ErrorResponse.unsupportedVersion(versions.listed(), version, body.id()));
    }

    private RequestDecision postWithoutSession(HttpServletRequest request, @Nullable String sessionId) {
        JsonRpcPeek body = bodies.read(request);
        if (body.opensSession()) {
            return initialize(request, body);
        }
        if (body.isSessionless()) {
            return versions.anySessionless()
                    ? new RequestDecision.Reject(ErrorResponse.headerMismatch(body.id()))
                    : startWithInitialize(body);
        }
        if (sessionId != null) {
            return new RequestDecision.UnknownSession(sessionId, body.id());
        }
        return configuration.requireSession() ? rejectWithoutSession(body) : passWithoutSession(request, body);
    }

    private static RequestDecision passWithoutSession(HttpServletRequest request, JsonRpcPeek body) {
        String version = McpHeaders.of(request).version();
        return switch (body.kind()) {
            case INITIALIZE, OTHER, UNPARSABLE -> new RequestDecision.Sessionless(version, body);
            case TOO_LARGE ->
                JsonRpcPeeker.isAnnouncedTooLarge(request)
                        ? new RequestDecision.Sessionless(version, null)
                        : rejectWithoutSession(body);
            case INCOMPLETE, TOO_SLOW, TOO_MANY -> rejectWithoutSession(body);
        };
    }

    private static RequestDecision rejectWithoutSession(JsonRpcPeek body) {
        return new RequestDecision.Reject(
                switch (body.kind()) {
                    case TOO_LARGE -> ErrorResponse.bodyTooLarge();
                    case TOO_SLOW -> ErrorResponse.bodyTooSlow();
                    case TOO_MANY -> ErrorResponse.tooManyBodies();
                    case UNPARSABLE, INCOMPLETE -> ErrorResponse.unparsableBody();
                    case INITIALIZE, OTHER -> ErrorResponse.sessionRequired(body.id());
                });
    }

    /* Not the code that names the revisions there are: clients take any code of the later era for proof that it is served here. */
    private static RequestDecision startWithInitialize(JsonRpcPeek body) {
        return new RequestDecision.Reject(ErrorResponse.startWithInitialize(body.id()));
    }

    private static RequestDecision initialize(HttpServletRequest request, JsonRpcPeek body) {
        return RequestPaths.isPlain(request)
                ? new RequestDecision.Initialize(body)
                : new RequestDecision.Reject(ErrorResponse.noSessionsHere(body.id()));
    }

    private static boolean isPost(HttpServletRequest request) {
        return request.getMethod().equals("POST");
    }
}
