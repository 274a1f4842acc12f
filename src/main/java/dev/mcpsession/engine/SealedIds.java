package dev.mcpsession.engine;

import org.jspecify.annotations.Nullable;

/**
 * Session ids that describe their session, so that it can be resumed when it is not in memory.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface SealedIds {

    /**
     * Opens an id.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that came with the request, whatever it is
     * @return what it describes; null where it was not sealed for that path with a known key
     */
    @Nullable
    SealedSession open(String path, String id);

    /**
     * The key of the handles: the same on every node and after a restart.
     *
     * @return a copy of the key
     */
    byte[] handleKey();
}
