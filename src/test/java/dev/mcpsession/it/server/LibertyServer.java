package dev.mcpsession.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Open Liberty, which watches a folder for configuration: a file there is an application that is to come, and no file
 * one that is to go. What has become of it stands in the log.
 */
final class LibertyServer extends StandaloneServer {

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final String STARTED = "CWWKF0011I";
    private static final String DEPLOYED = "CWWKZ000[13]I: .*\\b%s\\b.*";
    private static final String FAILED = "CWWKZ00(02E|04E|12I): .*\\b%s\\b.*";
    private static final String UNDEPLOYED = "CWWKZ0009I: .*\\b%s\\b.*";

    private final Path directory;

    /**
     * An application that comes again has another name to the server, which otherwise takes it for an update of itself.
     */
    private final Map<String, String> ids = new HashMap<>();

    private int deployments;

    private LibertyServer(ProcessBuilder command, Path directory, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
        this.directory = directory;
    }

    static LibertyServer start(int httpPort, int jmxPort) throws Exception {
        Path home = Path.of(System.getProperty("server.home"));
        Path user = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "loose-server");
        Path directory = Files.createDirectories(user.resolve("servers/mcp"));
        Files.createDirectories(directory.resolve("configDropins/overrides"));
        Files.copy(Path.of("server-config/liberty/server.xml"), directory.resolve("server.xml"));
        ProcessBuilder command = java(
                jmxPort,
                "@" + home.resolve("lib/platform/java/java9.options"),
                "-Dhttp.port=" + httpPort,
                "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"),
                "-jar",
                home.resolve("bin/tools/ws-server.jar").toString(),
                directory.getFileName().toString());
        command.environment().put("WLP_USER_DIR", user.toString());
        command.environment().put("WLP_LOGGING_CONSOLE_LOGLEVEL", "INFO");
        command.environment().put("WLP_LOGGING_CONSOLE_FORMAT", "SIMPLE");
        LibertyServer server = new LibertyServer(command, directory, httpPort, jmxPort);
        server.listen();
        server.awaitInLog(0, STARTED);
        server.deployProperties();
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        String id = name + "-" + ++deployments;
        Path file = directory.resolve(fileName(id, application));
        application.as(ZipExporter.class).exportTo(file.toFile(), true);
        int line = logSize();
        Path complete = Files.writeString(
                directory.resolve(id + ".xml"), "<server>" + element(application, id, file, context) + "</server>");
        Files.move(complete, configuration(id), StandardCopyOption.ATOMIC_MOVE);
        boolean deployed = awaitInLog(line, DEPLOYED.formatted(id), FAILED.formatted(id)) == 0;
        if (deployed) {
            ids.put(name, id);
        } else {
            Files.delete(configuration(id));
        }
        return deployed;
    }

    private static String element(Archive<?> application, String id, Path file, String context) {
        String common = " id=\"" + id + "\" location=\"" + file + "\"";
        return application instanceof WebArchive
                ? "<webApplication" + common + " contextRoot=\"" + context + "\"/>"
                : "<enterpriseApplication" + common + "/>";
    }

    @Override
    public void undeploy(String name) throws Exception {
        String id = ids.remove(name);
        int line = logSize();
        Files.delete(configuration(id));
        awaitInLog(line, UNDEPLOYED.formatted(id));
    }

    private Path configuration(String id) {
        return directory.resolve("configDropins/overrides").resolve(id + ".xml");
    }

    /** Waits for a line of the log with one of these in it; tells which. */
    private int awaitInLog(int line, String... patterns) {
        return Awaitility.await().atMost(PATIENCE).until(() -> found(line, patterns), found -> found >= 0);
    }

    private int found(int line, String... patterns) {
        String said = log(line);
        for (int i = 0; i < patterns.length; i++) {
            if (Pattern.compile(patterns[i]).matcher(said).find()) {
                return i;
            }
        }
        return -1;
    }
}
