package dev.mcpsession.it.endpoint;

import dev.mcpsession.McpSession;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A bean as applications have them: it keeps, for the CDI request, what it first learns of the session. */
@RequestScoped
public class CurrentSession {

    private @Nullable String owner;

    /** Made by the container. */
    public CurrentSession() {}

    /** The owner of the session of a request, or {@code anonymous}. */
    public String owner(HttpServletRequest request) {
        if (owner == null) {
            McpSession session = (McpSession) request.getAttribute(McpSession.ATTRIBUTE);
            owner = session == null || session.owner() == null
                    ? "anonymous"
                    : session.owner().subject();
        }
        return owner;
    }
}
