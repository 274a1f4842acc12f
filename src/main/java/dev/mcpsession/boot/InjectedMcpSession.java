package dev.mcpsession.boot;

import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session of the request that the current thread handles, for injection. It is looked up at each call, so that it
 * may be injected into a bean of any scope. Internal.
 */
@Dependent
public class InjectedMcpSession implements McpSession {

    @Inject
    private @Nullable Instance<HttpServletRequest> requests;

    /** For the container. */
    public InjectedMcpSession() {}

    /** The session; empty where the current thread handles no request of a session. */
    static Optional<McpSession> current(@Nullable Instance<HttpServletRequest> requests) {
        return request(requests, request -> (McpSession) request.getAttribute(ATTRIBUTE));
    }

    /** A property of the request that the current thread handles; empty where it handles none. */
    static <T> Optional<T> request(
            @Nullable Instance<HttpServletRequest> requests, Function<HttpServletRequest, @Nullable T> property) {
        try {
            return requests == null ? Optional.empty() : Optional.ofNullable(property.apply(requests.get()));
        } catch (RuntimeException e) {
            // Without a request, implementations of CDI fail by exceptions of their own, NullPointerException among
            // them.
            return Optional.empty();
        }
    }

    private McpSession session() {
        return current(requests)
                .orElseThrow(() -> new IllegalStateException("No MCP session: this thread handles no request of a"
                        + " session. Ask McpSessions.current() where that may be, and hand the session over to other"
                        + " threads"));
    }

    @Override
    public String handle() {
        return session().handle();
    }

    @Override
    public Instant created() {
        return session().created();
    }

    @Override
    public Instant lastActivity() {
        return session().lastActivity();
    }

    @Override
    public @Nullable Owner owner() {
        return session().owner();
    }

    @Override
    public @Nullable String protocolVersion() {
        return session().protocolVersion();
    }

    @Override
    public @Nullable String clientName() {
        return session().clientName();
    }

    @Override
    public @Nullable String clientVersion() {
        return session().clientVersion();
    }
}
