package dev.mcpsession.boot;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of one application run: on what the server injects, else on what it has under the standard JNDI
 * names, else on daemon threads of the library, which end with the application. Internal.
 */
final class ApplicationThreads implements AutoCloseable {

    private static final String DEFAULT_EXECUTOR = "java:comp/DefaultManagedScheduledExecutorService";
    private static final String DEFAULT_THREADS = "java:comp/DefaultManagedThreadFactory";

    private final ScheduledExecutorService executor;
    private final ThreadFactory factory;
    private final @Nullable OwnExecutor own;

    /**
     * Finds or makes them.
     *
     * @param application the context path, which becomes part of the name of the library's threads
     */
    ApplicationThreads(Platform platform, String application) {
        ScheduledExecutorService managed =
                firstOf(platform.executor(), ScheduledExecutorService.class, DEFAULT_EXECUTOR);
        if (managed == null) {
            own = new OwnExecutor(application);
            executor = own.executor();
        } else {
            own = null;
            executor = managed;
        }
        ThreadFactory managedThreads = firstOf(platform.threads(), ThreadFactory.class, DEFAULT_THREADS);
        factory = managedThreads == null ? OwnExecutor.threads(application) : managedThreads;
    }

    /** For scheduled tasks, which must not block: some servers have one thread for those of all applications. */
    ScheduledExecutorService executor() {
        return executor;
    }

    /** For threads that may block. */
    ThreadFactory factory() {
        return factory;
    }

    /** Ends the library's own executor. */
    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }

    /* JNDI is for a server that injects nothing into a metadata-complete application. The names are constants of the standard. */
    @SuppressWarnings("BanJNDI")
    private static <T> @Nullable T firstOf(@Nullable T injected, Class<T> type, String name) {
        if (injected != null) {
            return injected;
        }
        try {
            return type.cast(InitialContext.<Object>doLookup(name));
        } catch (NamingException | ClassCastException e) {
            return null;
        }
    }
}
