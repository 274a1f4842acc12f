package dev.mcpsession.boot;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The executor and the thread factory that a Jakarta EE server injects. Internal.
 *
 * <p>A bean of its own, of which an instance is made at the start of an application only: where the server has no
 * Jakarta Concurrency, the bean cannot be made, and nothing else depends on it.
 */
@Dependent
public class ManagedConcurrency {

    @Resource
    private @Nullable ManagedScheduledExecutorService executor;

    @Resource
    private @Nullable ManagedThreadFactory threads;

    /** For the container. */
    public ManagedConcurrency() {}

    @Nullable
    ScheduledExecutorService executor() {
        return executor;
    }

    @Nullable
    ThreadFactory threads() {
        return threads;
    }
}
