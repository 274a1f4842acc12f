package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.SessionListener;
import jakarta.servlet.ServletContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What an application's platform gives besides servlets: CDI and Jakarta Concurrency on a Jakarta EE server, neither in
 * a plain servlet container. Internal.
 *
 * <p>This type and {@link ServletPlatform} name no class that a servlet container lacks.
 */
interface Platform {

    /**
     * Finds the platform of the application whose class loader is the context class loader of the thread.
     *
     * @throws IllegalStateException if the application has CDI, but not the beans of this library
     */
    static Platform current() {
        try {
            return CdiPlatform.current();
        } catch (LinkageError e) {
            return new ServletPlatform(false);
        }
    }

    /**
     * Where the sessions of one application are held.
     *
     * @throws IllegalStateException if the application has CDI, but not the beans of this library
     */
    McpSessionService service(ServletContext context);

    /** What is told of sessions. */
    SessionListener sessionListener();

    /** The application's bean that resolves owners; null where it has none. */
    @Nullable
    OwnerResolver owners();

    /** The server's executor for scheduled tasks; null where there is none to inject. */
    @Nullable
    ScheduledExecutorService executor();

    /** The server's thread factory; null where there is none to inject. */
    @Nullable
    ThreadFactory threads();

    /** Whether the platform knows CDI, but runs this application without it: its beans are then not found. */
    boolean ignoresBeans();
}
