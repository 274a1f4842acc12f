package dev.mcpsession.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script of the benchmark, with Node and the packages of the tests. */
public final class NodeScript {

    private NodeScript() {}

    /**
     * Whether there can be one.
     *
     * @return true if there is an npm
     */
    public static boolean canRun() {
        return Node.canBeInstalled();
    }

    /**
     * What runs it.
     *
     * @param script one of {@code src/jmh/node}
     * @param argument for it
     * @return a command
     * @throws IOException if it cannot be put where it finds the packages
     */
    public static List<String> command(String script, String argument) throws IOException {
        Path copy = Node.emptyFolder("bench").resolve(script);
        Files.copy(Path.of("src/jmh/node").resolve(script), copy);
        return List.of(Node.executable().toString(), copy.toString(), argument);
    }
}
