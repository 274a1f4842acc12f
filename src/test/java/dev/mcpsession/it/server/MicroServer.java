package dev.mcpsession.it.server;

import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** Payara Micro, which does what {@link ServerMain} tells it. */
final class MicroServer extends StandaloneServer {

    private final Writer commands;
    private final Path directory;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private MicroServer(ProcessBuilder command, Path directory, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
        this.directory = directory;
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    static MicroServer start(int httpPort, int jmxPort) throws Exception {
        Path directory = Files.createDirectories(Path.of(System.getProperty("build.directory"), "loose-server"));
        // The launcher apart from all other test classes: what is on the server's class path hides what is in a WAR.
        String classPath =
                System.getProperty("build.directory") + "/payara-micro.jar" + File.pathSeparator + launcher(directory);
        ProcessBuilder command = java(
                jmxPort,
                CLEAR_SOFT_REFERENCES,
                "@server-config/payara-micro/jvm-options.txt",
                "-classpath",
                classPath,
                ServerMain.class.getName(),
                "--port",
                String.valueOf(httpPort),
                "--nohazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                "server-config/payara-micro/preboot.txt",
                "--logproperties",
                "src/test/resources/payara-micro-logging.properties");
        MicroServer server = new MicroServer(command, directory, httpPort, jmxPort);
        server.listen();
        server.answer();
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        File file = directory.resolve(fileName(name, application)).toFile();
        application.as(ZipExporter.class).exportTo(file, true);
        boolean deployed = command("deploy", name, context, file.getAbsolutePath());
        if (deployed) {
            awaitPath(context);
        }
        return deployed;
    }

    /* The server may report a deployment before its connector knows the path, which it then redirects to. */
    private void awaitPath(String context) {
        if (!context.equals("/")) {
            Mcp root = client("");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .until(() -> root.send(RawRequest.get(context)).status() != 404);
        }
    }

    @Override
    public void undeploy(String name) throws Exception {
        if (command("undeploy", name)) {
            throw new AssertionError(name + " is still deployed");
        }
    }

    @Override
    public void set(String property, String value) throws Exception {
        command("set", property, value);
    }

    @Override
    public void clear(String property) throws Exception {
        command("clear", property);
    }

    @Override
    public void stop() throws Exception {
        commands.close();
        awaitExit();
    }

    @Override
    void said(String line) {
        if (line.startsWith(ServerMain.ANSWER)) {
            answers.add(line.substring(ServerMain.ANSWER.length()));
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

    private static Path launcher(Path directory) throws IOException {
        String name = ServerMain.class.getName().replace('.', '/') + ".class";
        Path file = directory.resolve("launcher").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream code = ServerMain.class.getResourceAsStream("/" + name)) {
            Files.write(file, code.readAllBytes());
        }
        return directory.resolve("launcher");
    }
}
