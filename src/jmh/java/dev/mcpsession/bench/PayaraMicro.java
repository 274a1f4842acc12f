package dev.mcpsession.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How Payara Micro is started: with what {@code server-config} has for it. */
final class PayaraMicro {

    private static final String READY = "Payara Micro URLs";

    private PayaraMicro() {}

    /** Starts it with applications, each at its file's name. */
    static ServerProcess start(List<Path> wars, String heap, List<String> options)
            throws IOException, InterruptedException, ExecutionException {
        int port = ServerProcess.freePort();
        Path build = Path.of(System.getProperty("build.directory"));
        List<String> command = new ArrayList<>(
                List.of(ServerProcess.java(), "-Xmx" + heap, "@server-config/payara-micro/jvm-options.txt"));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                build.resolve("payara-micro.jar").toString(),
                "--port",
                String.valueOf(port),
                "--nohazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                "server-config/payara-micro/preboot.txt"));
        for (Path war : wars) {
            command.addAll(List.of("--deploy", war.toString()));
        }
        return ServerProcess.start(port, command, READY);
    }
}
