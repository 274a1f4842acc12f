package dev.mcpsession.demo;

/** What the person at the terminal reads when the demo is up. */
final class DemoBanner {

    private DemoBanner() {}

    /**
     * The address of the SDK's endpoint.
     *
     * @param port the port of the demo
     * @return a URL
     */
    static String url(int port) {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    /**
     * The addresses, and three commands to be pasted one after the other.
     *
     * @param port the port of the demo
     * @return some lines of text
     */
    static String text(int port) {
        return """

                The demo is up. Ctrl-C ends it.

                  MCP endpoint (official Java SDK, names its own sessions):  %1$s
                  MCP endpoint (Jakarta REST, knows nothing of sessions):    http://127.0.0.1:%2$d/stateless/mcp
                  Live sessions:  jconsole %3$d  (tab MBeans, domain dev.mcpsession)

                Open a session, use it, end it:

                SESSION=$(curl -sS -D - -o /dev/null %1$s %4$s -d '%5$s' | awk '{print > "/dev/stderr"} tolower($1) == "mcp-session-id:" {print $2}' | tr -d '\\r')

                curl -sS %1$s %4$s -H "Mcp-Session-Id: $SESSION" -d '%6$s'

                curl -sS -i -X DELETE %1$s -H "Mcp-Session-Id: $SESSION"
                """.formatted(
                        url(port),
                        port,
                        ProcessHandle.current().pid(),
                        "-H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'",
                        """
                        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                        "capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}""",
                        """
                        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"session_info","arguments":{}}}""");
    }
}
