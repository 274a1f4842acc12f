package dev.mcpsession.it.client;

/** The two endpoints of the demo. */
public enum Endpoint {
    /** The SDK's servlet, which names its sessions. */
    ADOPTED("/mcp"),
    /** The REST resource, which knows nothing of sessions. */
    ISSUED("/stateless/mcp");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    public Endpoint other() {
        return this == ADOPTED ? ISSUED : ADOPTED;
    }

    @Override
    public String toString() {
        return path;
    }
}
