package dev.mcpsession.boot;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.McpSessions;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of the application, for injection. Internal. */
@Dependent
public class InjectedMcpSessions implements McpSessions {

    @Inject
    private @Nullable Instance<HttpServletRequest> requests;

    @Inject
    private @Nullable McpSessionServices services;

    /** For the container. */
    public InjectedMcpSessions() {}

    @Override
    public Optional<McpSession> current() {
        return InjectedMcpSession.current(requests);
    }

    @Override
    public Optional<McpSession> find(String handle) {
        return registry().queries().find(handle);
    }

    @Override
    public List<McpSession> list() {
        return registry().queries().sessions();
    }

    @Override
    public int count() {
        return registry().count();
    }

    @Override
    public boolean end(String handle) {
        return registry().endByHandle(handle, EndReason.OPERATOR);
    }

    private SessionRegistry registry() {
        if (services == null) {
            throw new IllegalStateException("Not injected");
        }
        return services.registry(requests);
    }
}
