package dev.mcpsession.boot;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import org.jspecify.annotations.Nullable;

/**
 * The executor that a Jakarta EE server injects. Internal.
 *
 * <p>A bean of its own, of which an instance is made at the start of an application only: where the server has no
 * Jakarta Concurrency, the bean cannot be made, and nothing else depends on it.
 */
@Dependent
public class ManagedExecutor {

    @Resource
    private @Nullable ManagedScheduledExecutorService executor;

    /** For the container. */
    public ManagedExecutor() {}

    @Nullable
    ManagedScheduledExecutorService executor() {
        return executor;
    }
}
