package dev.mcpsession.conformance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Clients of npm, driven by our scripts. */
final class NodeClient {

    private NodeClient() {}

    /** Starts a script, which gets the address of the endpoint and what else it is to be told. */
    static DrivenClient start(String script, URI endpoint, String... options) {
        List<String> command = new ArrayList<>(
                List.of(Node.executable().toString(), Node.script(script).toString(), endpoint.toString()));
        command.addAll(List.of(options));
        return ClientProcess.start(command, Node.script(script + ".err"));
    }
}
