package dev.mcpsession.it.server;

import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.server.Server;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.remote.JMXConnector;

/** A server in a process of its own, with what it logs. */
abstract class ServerProcess {

    static final int PATIENCE_SECONDS = 90;

    final Process process;
    private final int httpPort;
    private final int jmxPort;
    private final List<String> log = new ArrayList<>();

    ServerProcess(ProcessBuilder command, int httpPort, int jmxPort) throws IOException {
        this.process = command.redirectErrorStream(true).start();
        this.httpPort = httpPort;
        this.jmxPort = jmxPort;
    }

    /** A client of the application with that context path, which begins with a slash. */
    public final Mcp client(String context) {
        return new Mcp(URI.create("http://127.0.0.1:" + httpPort + context));
    }

    /** The one application with sessions. */
    public final Jmx jmx() throws IOException, JMException {
        return Jmx.over(connector());
    }

    public final JMXConnector connector() throws IOException {
        return Server.jmx(jmxPort);
    }

    /** Everything that the server has said so far. */
    public final String log() {
        return log(0);
    }

    /** What it has said from that line on. */
    public final String log(int line) {
        synchronized (log) {
            return String.join("\n", log.subList(line, log.size()));
        }
    }

    /** What went wrong from that line on. */
    public final String trouble(int line) {
        return log(line)
                .lines()
                .filter(said -> said.contains("SEVERE") || said.contains(" ERROR ") || said.contains("Exception: "))
                .collect(Collectors.joining("\n"));
    }

    public final int logSize() {
        synchronized (log) {
            return log.size();
        }
    }

    /** Has the server end as it should. */
    public void stop() throws Exception {
        // By the handle: the process's own method closes the log as well.
        process.toHandle().destroy();
        awaitExit();
    }

    final void awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The server did not end");
        }
    }

    /** Starts to read the log; not before the server is whole. */
    final void listen() {
        Thread reader = new Thread(this::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** For what waits for a line of the log. */
    void said(String line) {}

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter kept = Files.newBufferedWriter(SecretsRecorder.newLog())) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                kept.write(line + "\n");
                kept.flush();
                synchronized (log) {
                    log.add(line);
                }
                said(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that starts a server with Java and these arguments, open to JMX on this machine. */
    static ProcessBuilder java(int jmxPort, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ServerJava.command(), "-Xmx512m"));
        command.addAll(Server.jmxOptions(jmxPort));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
