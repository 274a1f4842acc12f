package dev.mcpsession.it;

/** The two endpoints of the demo. */
enum Endpoint {
    /** The SDK's servlet, which names its sessions. */
    ADOPTED("/mcp"),
    /** The REST resource, which knows nothing of sessions. */
    ISSUED("/stateless/mcp");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    Endpoint other() {
        return this == ADOPTED ? ISSUED : ADOPTED;
    }

    @Override
    public String toString() {
        return path;
    }
}
