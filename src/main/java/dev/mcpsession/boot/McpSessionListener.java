package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the sessions with the application. Internal.
 *
 * <p>Its members name no type that a servlet container lacks: containers look at the fields and methods of a listener
 * before they make one. Of several listeners of one application, the first starts the sessions and stops them.
 */
public class McpSessionListener implements ServletContextListener {

    private static final Logger LOG = System.getLogger(McpSessionListener.class.getName());
    private static final String STARTED = McpSessionListener.class.getName();

    private @Nullable McpSessionService service;
    private @Nullable ApplicationThreads threads;

    /** For the container. */
    public McpSessionListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getAttribute(STARTED) != null) {
            return;
        }
        context.setAttribute(STARTED, true);
        Platform platform = Platform.current();
        McpSessionService found = platform.service(context);
        service = found;
        ApplicationThreads own = new ApplicationThreads(platform, ApplicationConfiguration.displayName(context));
        threads = own;
        found.start(context, own.executor(), own.factory(), owners(platform, context), platform.sessionListener());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (service != null) {
            service.stop();
            event.getServletContext().removeAttribute(STARTED);
        }
        if (threads != null) {
            threads.close();
        }
    }

    private static @Nullable OwnerResolver owners(Platform platform, ServletContext context) {
        OwnerResolver handedOver = McpSessionInitializer.ownersOf(context);
        if (handedOver == null && platform.ignoresBeans()) {
            LOG.log(
                    Level.INFO,
                    "{0}: the application runs without CDI: a bean of it that is an OwnerResolver is not used;"
                            + " hand it to McpSessionInitializer instead",
                    ApplicationConfiguration.displayName(context));
        }
        return handedOver == null ? platform.owners() : handedOver;
    }
}
