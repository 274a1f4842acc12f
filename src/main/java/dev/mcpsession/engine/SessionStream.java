package dev.mcpsession.engine;

/** An open GET stream, as far as the engine is concerned: something to close when its session ends. */
@FunctionalInterface
public interface SessionStream {

    /**
     * Closes the stream unless a write is in progress, and does nothing where it is closed already. Called from any
     * thread, also several at once.
     *
     * @return false if it could not be closed now, and the next sweep should try again
     */
    boolean tryClose();
}
