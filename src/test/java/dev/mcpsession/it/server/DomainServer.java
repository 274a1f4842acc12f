package dev.mcpsession.it.server;

import dev.mcpsession.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Payara Server or GlassFish: a domain of its own, for which {@code asadmin} does everything, as it does for an
 * operator.
 */
final class DomainServer extends StandaloneServer {

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final String STARTED = "NCLS-CORE-00017";
    private static final String DOMAIN = "mcp";
    private static final Pattern END_OF_COMMAND = Pattern.compile("Command \\S+ (executed successfully|failed)\\.");

    private final Path domains;
    private final int adminPort;
    private Process console;
    private Writer commands;
    private BufferedReader answers;

    private DomainServer(ProcessBuilder command, Path domains, int httpPort, int jmxPort, int adminPort)
            throws IOException {
        super(command, httpPort, jmxPort);
        this.domains = domains;
        this.adminPort = adminPort;
    }

    static DomainServer start(int httpPort, int jmxPort) throws Exception {
        Path domains = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "loose-server");
        int adminPort = freePort();
        run(
                "create-domain",
                "--nopassword=true",
                "--savelogin=false",
                "--domaindir",
                domains.toString(),
                "--instanceport",
                String.valueOf(httpPort),
                "--adminport",
                String.valueOf(adminPort),
                "--domainproperties",
                "domain.jmxPort=" + jmxPort + ":" + otherPorts(),
                DOMAIN);
        DomainServer server = new DomainServer(
                asadmin("start-domain", "--verbose", "--domaindir", domains.toString(), DOMAIN),
                domains,
                httpPort,
                jmxPort,
                adminPort);
        server.listen();
        Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains(STARTED) || !server.process.isAlive());
        server.configure();
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        Path file = domains.resolve(fileName(name, application));
        application.as(ZipExporter.class).exportTo(file.toFile(), true);
        String contextRoot = application instanceof WebArchive ? " --contextroot " + context : "";
        return command("deploy --name " + name + contextRoot + " " + file);
    }

    @Override
    public void undeploy(String name) throws Exception {
        succeed("undeploy " + name);
    }

    @Override
    public void set(String property, String value) throws Exception {
        succeed("create-system-properties " + property + "=" + value);
    }

    @Override
    public void clear(String property) throws Exception {
        succeed("delete-system-property " + property);
    }

    @Override
    public void stop() throws Exception {
        commands.close();
        console.waitFor();
        run("stop-domain", "--domaindir", domains.toString(), DOMAIN);
        awaitExit();
        run("delete-domain", "--domaindir", domains.toString(), DOMAIN);
    }

    /** Opens a console of the server, and has it do all that is in the folder for servers of this kind. */
    private void configure() throws Exception {
        console = asadmin("--port", String.valueOf(adminPort), "multimode")
                .redirectErrorStream(true)
                .start();
        commands = console.outputWriter(StandardCharsets.UTF_8);
        answers = console.inputReader(StandardCharsets.UTF_8);
        Path folder = Path.of("server-config", Server.current().configuration());
        for (String file : List.of("configure.asadmin", "loopback.asadmin")) {
            for (String line : Files.readAllLines(folder.resolve(file))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    succeed(line);
                }
            }
        }
    }

    private void succeed(String command) throws IOException {
        if (!command(command)) {
            throw new AssertionError("Failed: " + command + "\nThe server's log:\n" + log());
        }
    }

    private boolean command(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            Matcher end = END_OF_COMMAND.matcher(line);
            if (end.matches()) {
                return end.group(1).equals("executed successfully");
            }
        }
        throw new AssertionError("No answer to: " + command + "\nThe server's log:\n" + log());
    }

    /** Ports that no test needs, but that a domain opens. */
    private static String otherPorts() throws IOException {
        StringBuilder ports = new StringBuilder();
        for (String property : List.of(
                "http.ssl.port",
                "jms.port",
                "orb.listener.port",
                "orb.ssl.port",
                "orb.mutualauth.port",
                "osgi.shell.telnet.port",
                "java.debugger.port")) {
            ports.append(ports.isEmpty() ? "" : ":")
                    .append(property)
                    .append('=')
                    .append(freePort());
        }
        return ports.toString();
    }

    private static void run(String... arguments) throws Exception {
        Process process = asadmin(arguments).redirectErrorStream(true).start();
        String output;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            output = reader.lines().collect(Collectors.joining("\n"));
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(List.of(arguments) + " failed:\n" + output);
        }
    }

    private static ProcessBuilder asadmin(String... arguments) throws IOException {
        Path script = Path.of(System.getProperty("server.home"), "glassfish/bin/asadmin");
        // By its interpreter: Maven unpacks it as a file that cannot be executed.
        ProcessBuilder command = new ProcessBuilder(
                Stream.concat(Stream.of("bash", script.toString(), "--interactive=false"), Stream.of(arguments))
                        .toList());
        command.environment().put("AS_JAVA", ServerJava.home().toString());
        return command;
    }
}
