package dev.mcpsession.engine;

/**
 * What a session is found by. The path is part of it, so that the id of one endpoint means nothing at another.
 *
 * @param path servlet path and path info of the endpoint
 * @param id the session id
 */
record SessionKey(String path, String id) {

    /** Shows no id. */
    @Override
    public String toString() {
        return "session at " + path;
    }
}
