package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.SessionListener;
import jakarta.servlet.ServletContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A platform without CDI. Internal.
 *
 * @param ignoresBeans whether the API of CDI is there all the same
 */
record ServletPlatform(boolean ignoresBeans) implements Platform {

    @Override
    public McpSessionService service(ServletContext context) {
        return new McpSessionService();
    }

    @Override
    public SessionListener sessionListener() {
        return SessionListener.none();
    }

    @Override
    public @Nullable OwnerResolver owners() {
        return null;
    }

    @Override
    public @Nullable ScheduledExecutorService executor() {
        return null;
    }

    @Override
    public @Nullable ThreadFactory threads() {
        return null;
    }
}
