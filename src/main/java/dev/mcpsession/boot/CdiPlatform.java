package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.SessionListener;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A platform with CDI: the one class that looks beans up. Internal. */
final class CdiPlatform implements Platform {

    private static final Logger LOG = System.getLogger(CdiPlatform.class.getName());

    private final CDI<Object> container;
    private final @Nullable ManagedConcurrency managed;

    private CdiPlatform(CDI<Object> container) {
        this.container = container;
        this.managed = managed(container);
    }

    /**
     * Finds the platform of the current application; a {@link ServletPlatform} where that has no CDI.
     *
     * @throws NoClassDefFoundError if the API of CDI is not there
     */
    static Platform current() {
        try {
            CDI<Object> container = CDI.current();
            // OpenWebBeans has a container for every application, and tells of one without CDI when that is used.
            container.getBeanManager();
            return new CdiPlatform(container);
        } catch (IllegalStateException e) {
            return new ServletPlatform(true);
        }
    }

    @Override
    public McpSessionService service(ServletContext context) {
        Instance<McpSessionServices> services = container.select(McpSessionServices.class);
        if (services.isUnsatisfied()) {
            throw new IllegalStateException(
                    "The MCP session filter has no CDI bean of its own in this application: put its JAR into"
                            + " WEB-INF/lib, not into a library of the server");
        }
        return services.get().of(context);
    }

    @Override
    public SessionListener sessionListener() {
        return SessionEventPublisher.of(container.getBeanManager());
    }

    @Override
    public @Nullable OwnerResolver owners() {
        Instance<OwnerResolver> owners = container.select(OwnerResolver.class);
        return owners.isUnsatisfied() ? null : owners.get();
    }

    @Override
    public @Nullable ScheduledExecutorService executor() {
        return managed == null ? null : managed.executor();
    }

    @Override
    public @Nullable ThreadFactory threads() {
        return managed == null ? null : managed.threads();
    }

    private static @Nullable ManagedConcurrency managed(CDI<Object> container) {
        try {
            Instance<ManagedConcurrency> managed = container.select(ManagedConcurrency.class);
            return managed.isUnsatisfied() ? null : managed.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "The server injects no executor and no thread factory", e);
            return null;
        }
    }

    @Override
    public boolean ignoresBeans() {
        return false;
    }
}
