package dev.mcpsession.boot;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CDI singleton that holds the sessions where there is CDI: one service for each servlet context, since two web
 * modules of an enterprise application share one bean where they share the JAR. Internal.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class McpSessionServices {

    private final Set<McpSessionService> services = ConcurrentHashMap.newKeySet();

    /** For the container. */
    public McpSessionServices() {}

    /**
     * Adds the service of a servlet context.
     *
     * @return a service that has not been started
     */
    public McpSessionService add() {
        McpSessionService added = new McpSessionService();
        services.add(added);
        return added;
    }

    /** Stops the services that still run, where CDI ends before the listener of the servlet context is called. */
    @PreDestroy
    public void stop() {
        services.forEach(McpSessionService::stop);
    }
}
