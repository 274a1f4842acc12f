package dev.mcpsession.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One Payara Micro in a process of its own, into which applications come and from which they go: Arquillian's adapter starts a
 * server for each deployment, never undeploys, and does not tell why a deployment failed.
 */
final class MicroServer {

    private static final int PATIENCE_SECONDS = 90;

    private final Process process;
    private final Writer commands;
    private final Path directory;
    private final int port;
    private final List<String> log = new ArrayList<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private MicroServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread reader = new Thread(this::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    static MicroServer start() throws Exception {
        ServerExit.await();
        Path directory = Files.createDirectories(Path.of(System.getProperty("build.directory"), "micro-server"));
        int port = freePort();
        String jmxPort = System.getProperty("jmx.port");
        // The launcher apart from all other test classes: what is on the server's class path hides what is in a WAR.
        String classPath = System.getProperty("build.directory") + "/payara-micro.jar" + File.pathSeparator + launcher(directory);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "@server-config/payara-micro/jvm-options.txt",
                        "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                        "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
                        "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                        "-Djava.rmi.server.hostname=127.0.0.1",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false",
                        "-classpath", classPath,
                        ServerMain.class.getName(),
                        "--port", String.valueOf(port),
                        "--nohazelcast", "--disablephonehome",
                        "--prebootcommandfile", "server-config/payara-micro/preboot.txt",
                        "--logproperties", "src/test/resources/payara-micro-logging.properties")
                .redirectErrorStream(true)
                .start();
        MicroServer server = new MicroServer(process, directory, port);
        server.answer();
        return server;
    }

    /** Deploys an application under its name; tells whether that has worked. */
    boolean deploy(String name, WebArchive war) throws Exception {
        return deploy(name, "/" + name, war);
    }

    boolean deploy(String name, String context, WebArchive war) throws Exception {
        File file = directory.resolve(name + ".war").toFile();
        war.as(ZipExporter.class).exportTo(file, true);
        return command("deploy", name, context, file.getAbsolutePath());
    }

    void undeploy(String name) throws Exception {
        if (command("undeploy", name)) {
            throw new AssertionError(name + " is still deployed");
        }
    }

    /** Sets a system property of the server. */
    void set(String property, String value) throws Exception {
        command("set", property, value);
    }

    void clear(String property) throws Exception {
        command("clear", property);
    }

    /** A client of the application with that context path, which begins with a slash. */
    Mcp client(String context) {
        return new Mcp(URI.create("http://127.0.0.1:" + port + context));
    }

    /** Everything that the server has said so far. */
    String log() {
        return log(0);
    }

    /** What it has said from that line on. */
    String log(int line) {
        synchronized (log) {
            return String.join("\n", log.subList(line, log.size()));
        }
    }

    /** What went wrong from that line on. */
    String trouble(int line) {
        return log(line).lines().filter(said -> said.contains("SEVERE") || said.contains("Exception: ")).collect(Collectors.joining("\n"));
    }

    int logSize() {
        synchronized (log) {
            return log.size();
        }
    }

    void stop() throws Exception {
        commands.close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The server did not end");
        }
    }

    private boolean command(String... words) throws Exception {
        commands.write(String.join("\t", words) + "\n");
        commands.flush();
        return answer().equals("true");
    }

    private String answer() throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            process.destroyForcibly();
            throw new AssertionError("The server does not answer. Its log:\n" + log());
        }
        return answer;
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                if (line.startsWith(ServerMain.ANSWER)) {
                    answers.add(line.substring(ServerMain.ANSWER.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path launcher(Path directory) throws IOException {
        String name = ServerMain.class.getName().replace('.', '/') + ".class";
        Path file = directory.resolve("launcher").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream code = ServerMain.class.getResourceAsStream("/" + name)) {
            Files.write(file, code.readAllBytes());
        }
        return directory.resolve("launcher");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
