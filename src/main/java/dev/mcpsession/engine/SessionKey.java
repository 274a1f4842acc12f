package dev.mcpsession.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a session is found by. The path is part of it, so that the id of one endpoint means nothing at another.
 *
 * @param path servlet path and path info of the endpoint
 * @param id the session id
 */
record SessionKey(String path, String id) {

    /* Written out: for a record's own, JDK 17 keeps the class that asked last in a static field, and with it a whole application. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionKey key && id.equals(key.id) && path.equals(key.path);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + id.hashCode();
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return "session at " + path;
    }
}
