package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.Admission;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.SafeText;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to become of a request: the wire contract, row by row, in its order. The README's behaviour table is
 * the same in words.
 *
 * <p>Safe for use by many threads.
 */
final class RequestClassifier {

    private static final String POST_ONLY = "POST";

    private final Configuration configuration;
    private final ProtocolVersions versions;
    private final SessionRegistry registry;
    private final OriginRule origins;
    private final MessageReader messages = new MessageReader();
    private final OwnerResolver owners;
    private final Cors cors;
    private final String allow;

    RequestClassifier(Configuration configuration, SessionRegistry registry, OwnerResolver owners, Cors cors) {
        this.configuration = configuration;
        this.versions = configuration.protocolVersions();
        this.registry = registry;
        this.origins = new OriginRule(configuration.allowedOrigins());
        this.owners = owners;
        this.cors = cors;
        this.allow = allowedMethods(configuration);
    }

    /** The methods that an endpoint behind the filter may be asked with. */
    static String allowedMethods(Configuration configuration) {
        return configuration.allowClientTermination() ? "POST, GET, DELETE, OPTIONS" : "POST, GET, OPTIONS";
    }

    /** Classifies. The body is read only where no header decides. */
    Verdict classify(HttpServletRequest request) {
        if (!origins.allows(request)) {
            return new Verdict.Refuse(Refusal.originNotAllowed());
        }
        return switch (request.getMethod()) {
            case "OPTIONS" -> cors.isPreflight(request) ? new Verdict.Preflight() : new Verdict.Pass();
            case "POST", "GET", "DELETE" -> classify(request, McpHeaders.of(request));
            default -> new Verdict.Refuse(Refusal.methodNotAllowed(allow));
        };
    }

    private Verdict classify(HttpServletRequest request, McpHeaders headers) {
        boolean post = request.getMethod().equals("POST");
        String version = headers.version();
        if (headers.contradictory()) {
            return new Verdict.Refuse(Refusal.contradictoryHeaders());
        }
        if (version != null && versions.isListedSessionless(version)) {
            return post ? sessionless(version, null) : new Verdict.Refuse(Refusal.methodNotAllowed(POST_ONLY));
        }
        if (version != null && !versions.isListed(version)) {
            return post ? postOfUnlistedVersion(request, version) : refuseUnlistedVersion(version);
        }
        if (request.getMethod().equals("DELETE") && !configuration.allowClientTermination()) {
            return new Verdict.Refuse(Refusal.methodNotAllowed(allow));
        }
        Exchange exchange = enter(request, headers.sessionId());
        if (exchange != null) {
            return new Verdict.Live(exchange);
        }
        return post
                ? postWithoutSession(request, headers.sessionId())
                : refuseWithoutSession(request, headers.sessionId());
    }

    private Verdict refuseUnlistedVersion(String version) {
        // A client of a later revision expects its GET and DELETE to be unknown here, not to be wrong.
        return new Verdict.Refuse(
                ProtocolVersions.isNewerThanSessions(version)
                        ? Refusal.methodNotAllowed(POST_ONLY)
                        : Refusal.unsupportedVersion());
    }

    private Verdict postOfUnlistedVersion(HttpServletRequest request, String version) {
        Message message = messages.read(request);
        if (message.opensSession() && ProtocolVersions.isNewerThanSessions(version)) {
            return open(request, message);
        }
        if (!versions.anySessionless()) {
            return startWithInitialize(message);
        }
        return message.isModern()
                ? sessionless(version, message)
                : new Verdict.Refuse(Refusal.unsupportedVersion(versions.listed(), version, message.id()));
    }

    private Verdict sessionless(String version, @Nullable Message message) {
        registry.usage().countSessionless(version);
        return new Verdict.Sessionless(message);
    }

    /* Not the code that names the revisions there are: clients take any code of the later era for proof that it is served here. */
    private static Verdict startWithInitialize(Message message) {
        return new Verdict.Refuse(Refusal.startWithInitialize(message.id()));
    }

    private @Nullable Exchange enter(HttpServletRequest request, @Nullable String sessionId) {
        if (sessionId == null) {
            return null;
        }
        ExchangeKind kind = request.getMethod().equals("GET") ? ExchangeKind.STREAM : ExchangeKind.REQUEST;
        return registry.enter(path(request), sessionId, kind, owner(request));
    }

    private Verdict refuseWithoutSession(HttpServletRequest request, @Nullable String sessionId) {
        if (sessionId != null) {
            return sessionNotFound(sessionId, null);
        }
        // Clients that try a GET before they have a session take 405, and only 405, for a plain "no stream here".
        return new Verdict.Refuse(
                request.getMethod().equals("GET")
                        ? Refusal.methodNotAllowed(POST_ONLY)
                        : Refusal.sessionRequired(null));
    }

    private Verdict postWithoutSession(HttpServletRequest request, @Nullable String sessionId) {
        Message message = messages.read(request);
        if (message.opensSession()) {
            return open(request, message);
        }
        if (message.isModern()) {
            return versions.anySessionless()
                    ? new Verdict.Refuse(Refusal.headerMismatch(message.id()))
                    : startWithInitialize(message);
        }
        if (sessionId != null) {
            return sessionNotFound(sessionId, message.id());
        }
        return new Verdict.Refuse(
                switch (message.kind()) {
                    case TOO_LARGE -> Refusal.bodyTooLarge();
                    case UNPARSABLE -> Refusal.unparsableBody();
                    case INITIALIZE, OTHER -> Refusal.sessionRequired(message.id());
                });
    }

    private @Nullable Owner owner(HttpServletRequest request) {
        return configuration.bindToOwner() ? owners.resolve(request) : null;
    }

    private Verdict open(HttpServletRequest request, Message message) {
        Admission admission = registry.admit(owner(request));
        return admission == null
                ? new Verdict.Refuse(Refusal.unavailable(registry.sweepInterval(), message.id()))
                : new Verdict.Open(admission, message);
    }

    private Verdict sessionNotFound(String sessionId, @Nullable JsonValue requestId) {
        registry.unknownSession(sessionId);
        return new Verdict.Refuse(Refusal.sessionNotFound(requestId));
    }

    /** Where a request has come to, for a log line to begin with. */
    static String place(HttpServletRequest request) {
        return place(request, request.getServletPath());
    }

    /** The same for a request that had that servlet path, and may since have been dispatched. */
    static String place(HttpServletRequest request, String servletPath) {
        return SafeText.of(request.getContextPath() + servletPath);
    }

    /** What a session is bound to besides its id. */
    static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
