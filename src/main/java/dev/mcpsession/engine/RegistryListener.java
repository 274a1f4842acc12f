package dev.mcpsession.engine;

/**
 * Hears of what an operator should know. Called on the thread that it happens on; must be quick and throw nothing.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface RegistryListener {

    /**
     * Somebody came with the id of a session that is somebody else's, and was answered as if there were none.
     *
     * @param session the session
     */
    void ownerMismatch(Session session);
}
