package dev.mcpsession.bench;

/** What load generators send. */
final class Messages {

    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
    static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";

    private Messages() {}

    /** The header of a session. */
    static String session(String id) {
        return "Mcp-Session-Id: " + id + "\r\n";
    }
}
