package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Hears of what an operator should know. Called on the thread that it happens on, which is a request's more often than
 * not; must be quick and throw nothing.
 */
public interface RegistryListener {

    /**
     * A listener that hears nothing.
     *
     * @return one that does nothing
     */
    static RegistryListener none() {
        return new RegistryListener() {};
    }

    /**
     * A caller other than its owner presented the id of a session, and was answered 404.
     *
     * @param session the session
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     */
    default void ownerMismatch(Session session, @Nullable Owner caller) {}

    /**
     * No permit was free for an {@code initialize}: from now on each evicts a session, or is answered 503. Not called
     * again before {@link #limitCleared()}.
     */
    default void limitReached() {}

    /** A tenth of the limit is free again, or one place where that is more. */
    default void limitCleared() {}

    /** An {@code initialize} was refused because the limit is reached and no session may go for it. */
    default void refusedAtLimit() {}

    /** A session has ended of which its endpoint is not going to be told: too many wait for that already. */
    default void releaseDropped() {}
}
