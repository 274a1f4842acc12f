package dev.mcpsession.boot;

import dev.mcpsession.engine.SessionRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Instance;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The CDI singleton that holds the sessions where there is CDI: one service for each servlet context, since two web
 * modules of an enterprise application share one bean where they share the JAR. Internal.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class McpSessionServices {

    private final Map<String, McpSessionService> services = new ConcurrentHashMap<>();

    /** For the container. */
    public McpSessionServices() {}

    /**
     * The service of a servlet context.
     *
     * @param context the servlet context
     * @return its service, which may not have been started yet
     */
    public McpSessionService of(ServletContext context) {
        return services.computeIfAbsent(key(context), key -> new McpSessionService());
    }

    /**
     * The sessions of the only servlet context, or of the one whose request the current thread handles.
     *
     * @param requests the current request
     * @return the registry
     * @throws IllegalStateException if neither is there, or the sessions do not run
     */
    public SessionRegistry registry(@Nullable Instance<HttpServletRequest> requests) {
        return (services.size() == 1
                        ? services.values().stream().findFirst()
                        : InjectedMcpSession.request(
                                requests, request -> services.get(key(request.getServletContext()))))
                .orElseThrow(() -> new IllegalStateException("No MCP sessions have been started here"))
                .registry();
    }

    /**
     * Stops the services before CDI ends: an implementation in {@code WEB-INF/lib} can end before the listener of the
     * servlet context is called.
     *
     * @param end the end of the application
     */
    public void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class) Object end) {
        stopAll();
    }

    /** Stops the services that still run. */
    @PreDestroy
    public void stopAll() {
        services.values().forEach(McpSessionService::stop);
    }

    /* A container may wrap the context that it gives to a listener. */
    private static String key(ServletContext context) {
        return context.getVirtualServerName() + context.getContextPath();
    }
}
