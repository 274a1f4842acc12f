package dev.mcpsession.it.server;

import java.io.File;
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
 * Jetty, which has a folder for the applications that come and go, each named as its context path. It looks into it
 * each second.
 */
final class JettyServer extends StandaloneServer {

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final String STARTED = ":oejs.Server:main: Started ";
    private static final String ENVIRONMENT = System.getProperty("jetty.environment");

    private final Path webapps;

    /** The context paths of the applications, by their names. */
    private final Map<String, String> contexts = new HashMap<>();

    private JettyServer(ProcessBuilder command, Path webapps, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
        this.webapps = webapps;
    }

    static JettyServer start(int httpPort, int jmxPort) throws Exception {
        Path base = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "loose-server");
        Path webapps = Files.createDirectories(base.resolve("webapps"));
        Path temporary = Files.createDirectories(base.resolve("temp"));
        Files.writeString(base.resolve("users.properties"), """
                alice: alice,user
                bob: bob,user
                """);
        ProcessBuilder command = java(
                jmxPort,
                CLEAR_SOFT_REFERENCES,
                "-Djava.util.logging.config.file=server-config/jetty/logging.properties",
                "-Djava.io.tmpdir=" + temporary,
                "-Djetty.base=" + base,
                "-jar",
                System.getProperty("server.home") + "/start.jar",
                // Before the modules: what follows a module is its environment's.
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + httpPort,
                "jetty.deploy.scanInterval=1",
                "--module=http,http2c," + ENVIRONMENT + "-deploy," + ENVIRONMENT + "-annotations");
        JettyServer server = new JettyServer(command, webapps, httpPort, jmxPort);
        server.listen();
        Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains(STARTED));
        server.deployProperties();
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        String file = fileOf(context);
        if (application instanceof WebArchive war) {
            war.addAsWebInfResource(new File("server-config/jetty/jetty-web.xml"), "jetty-web.xml");
        }
        Path complete = webapps.resolveSibling(file + ".war");
        ServletLibraries.addTo(application).as(ZipExporter.class).exportTo(complete.toFile(), true);
        int line = logSize();
        if (file.contains("#")) {
            Files.writeString(webapps.resolve(file + ".properties"), "jetty.deploy.contextPath=" + context);
        }
        Files.move(complete, webapps.resolve(file + ".war"), StandardCopyOption.ATOMIC_MOVE);
        String inContext = "WebAppContext@\\w+\\{[^{}]*," + Pattern.quote(context) + ",";
        Pattern failure = Pattern.compile("Failed startup of context \\w+\\." + inContext);
        await(line, Pattern.compile("ServletContextHandler:.* Started \\w+\\." + inContext + "|" + failure));
        contexts.put(name, context);
        boolean failed = failure.matcher(log(line)).find();
        if (failed) {
            undeploy(name);
        }
        return !failed;
    }

    @Override
    public void undeploy(String name) throws Exception {
        String context = contexts.remove(name);
        String file = fileOf(context);
        Files.delete(webapps.resolve(file + ".war"));
        Files.deleteIfExists(webapps.resolve(file + ".properties"));
        int line = logSize();
        await(line, Pattern.compile("Stopped .*WebAppContext@.*," + Pattern.quote(context) + ","));
    }

    private void await(int line, Pattern said) {
        Awaitility.await().atMost(PATIENCE).until(() -> said.matcher(log(line)).find());
    }
}
