package dev.mcpsession.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * WildFly, whose deployment scanner is told by files what is to come and go, and says by files what has become of it.
 * It looks when it is told to, and never between two steps of ours. All else goes over JMX, which shows its management
 * model.
 */
final class WildFlyServer extends StandaloneServer {

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final String STARTED = "WFLYSRV0025";
    private static final ObjectName SCANNER = scanner();

    private final Path deployments;
    private final Map<String, String> files = new HashMap<>();
    private JMXConnector connector;

    private WildFlyServer(ProcessBuilder command, Path deployments, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
        this.deployments = deployments;
    }

    static WildFlyServer start(int httpPort, int jmxPort) throws Exception {
        Path home = Path.of(System.getProperty("server.home"));
        Path base = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "loose-server");
        Path deployments = Files.createDirectory(base.resolve("deployments"));
        copy(home.resolve("standalone/configuration"), Files.createDirectory(base.resolve("configuration")));
        ProcessBuilder command = new ProcessBuilder(
                ServerJava.command(),
                "-Xmx512m",
                CLEAR_SOFT_REFERENCES,
                "-Ddev.mcpsession.log.level=ALL",
                "-Djboss.home.dir=" + home,
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + httpPort,
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=" + jmxPort,
                "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
                "-Dlogging.configuration="
                        + base.resolve("configuration/logging.properties").toUri(),
                "-jar",
                home.resolve("jboss-modules.jar").toString(),
                "-mp",
                home.resolve("modules").toString(),
                "org.jboss.as.standalone",
                "--read-only-server-config=standalone.xml");
        WildFlyServer server = new WildFlyServer(command, deployments, httpPort, jmxPort);
        server.listen();
        Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains(STARTED));
        server.connector = server.connector();
        server.mbeans().setAttribute(SCANNER, new Attribute("scanInterval", 0));
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        if (application instanceof WebArchive war && !context.equals("/" + name)) {
            war.addAsWebInfResource(
                    new StringAsset("<jboss-web><context-root>" + context + "</context-root></jboss-web>"),
                    "jboss-web.xml");
        }
        String file = fileName(name, application);
        Path complete = deployments.resolveSibling(file);
        application.as(ZipExporter.class).exportTo(complete.toFile(), true);
        Files.move(complete, deployments.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        boolean deployed = scanUntil(file, "deployed", "failed").equals("deployed");
        if (deployed) {
            files.put(name, file);
        } else {
            remove(file);
        }
        return deployed;
    }

    @Override
    public void undeploy(String name) throws Exception {
        String file = files.remove(name);
        // Not the mark: a scan that is under way would find an application without one, and deploy it again.
        Files.delete(deployments.resolve(file));
        scanUntil(file, "undeployed");
        remove(file);
    }

    @Override
    public void set(String property, String value) throws Exception {
        mbeans().invoke(
                        new ObjectName("jboss.as:management-root=server"),
                        "addSystemProperty",
                        new Object[] {property, value},
                        new String[] {String.class.getName(), String.class.getName()});
    }

    @Override
    public void clear(String property) throws Exception {
        mbeans().invoke(new ObjectName("jboss.as:system-property=" + property), "remove", new Object[0], new String[0]);
    }

    @Override
    public void stop() throws Exception {
        connector.close();
        super.stop();
    }

    /** Has the scanner look until it has left one of these marks beside an application; tells which. */
    private String scanUntil(String file, String... marks) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            mbeans().invoke(SCANNER, "runScan", new Object[0], new String[0]);
            for (String mark : marks) {
                if (Files.exists(deployments.resolve(file + "." + mark))) {
                    return mark;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError(file + " is neither of " + List.of(marks) + ". The server's log:\n" + log());
    }

    /** The application first: without the mark beside it, it would be a new one. */
    private void remove(String file) throws IOException {
        Files.deleteIfExists(deployments.resolve(file));
        try (Stream<Path> all = Files.list(deployments)) {
            for (Path path : all.filter(path -> path.getFileName().toString().startsWith(file))
                    .toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static ObjectName scanner() {
        try {
            return new ObjectName("jboss.as:subsystem=deployment-scanner,scanner=default");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private MBeanServerConnection mbeans() throws IOException {
        return connector.getMBeanServerConnection();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
