package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the sessions with the application.
 *
 * <p>The executor is obtained here because this is the one place where every server has it ready: as a resource of a
 * web component, or under its standard name where the server injects no resources into a listener that was added by
 * code. A CDI bean with a resource of its own would fail the deployment on some.
 */
public class McpSessionListener implements ServletContextListener {

    private static final Logger LOG = System.getLogger(McpSessionListener.class.getName());
    private static final String DEFAULT_EXECUTOR = "java:comp/DefaultManagedScheduledExecutorService";

    @Inject
    private @Nullable McpSessionService service;

    @Inject
    private @Nullable Instance<OwnerResolver> owners;

    @Resource
    private @Nullable ManagedScheduledExecutorService executor;

    /** For the container. */
    public McpSessionListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (service == null) {
            throw new IllegalStateException(
                    "The MCP session filter has no CDI bean of its own in this application: put its JAR into"
                            + " WEB-INF/lib, not into a library of the server, and enable CDI on the server");
        }
        ManagedScheduledExecutorService found = executor == null ? lookUp() : executor;
        if (found == null) {
            LOG.log(
                    Level.WARNING,
                    "{0}: this server gives the application no ManagedScheduledExecutorService;"
                            + " MCP sessions still expire, but are cleared from memory only when the limit is reached",
                    ApplicationConfiguration.displayName(event.getServletContext()));
        }
        service.start(event.getServletContext(), found, owners == null || owners.isUnsatisfied() ? null : owners.get());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (service != null) {
            service.stop();
        }
    }

    /* The name is a constant of the standard. */
    @SuppressWarnings("BanJNDI")
    private static @Nullable ManagedScheduledExecutorService lookUp() {
        try {
            return InitialContext.doLookup(DEFAULT_EXECUTOR);
        } catch (NamingException e) {
            return null;
        }
    }
}
