package dev.mcpsession.it.server;

import dev.mcpsession.server.Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * Tomcat or TomEE, which have a folder for the applications that come and go, each named as its context path. They look
 * into it when they are told to, over JMX.
 */
final class CatalinaServer extends StandaloneServer {

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final String STARTED = "Server startup in";
    private static final ObjectName DEPLOYER = deployer();

    private final Path webapps;

    /** The context paths of the applications, by their names. */
    private final Map<String, String> contexts = new HashMap<>();

    private JMXConnector connector;

    private CatalinaServer(ProcessBuilder command, Path webapps, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
        this.webapps = webapps;
    }

    static CatalinaServer start(int httpPort, int jmxPort) throws Exception {
        Path home = Path.of(System.getProperty("server.home"));
        Path settings = Path.of("server-config", Server.current().id());
        Path base = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "loose-server");
        Path webapps = Files.createDirectories(base.resolve("webapps"));
        Path temporary = Files.createDirectories(base.resolve("temp"));
        Path configuration = Files.createDirectories(base.resolve("conf"));
        Files.createDirectories(base.resolve("apps"));
        Files.copy(home.resolve("conf/web.xml"), configuration.resolve("web.xml"));
        Files.copy(settings.resolve("server.xml"), configuration.resolve("server.xml"));
        Files.copy(settings.resolve("context.xml"), configuration.resolve("context.xml"));
        Files.writeString(configuration.resolve("tomcat-users.xml"), """
                <tomcat-users>
                  <user username="alice" password="alice" roles="user"/>
                  <user username="bob" password="bob" roles="user"/>
                </tomcat-users>""");
        boolean tomee = Server.current() == Server.TOMEE;
        ProcessBuilder command = java(
                jmxPort,
                CLEAR_SOFT_REFERENCES,
                "@" + settings.resolve("jvm-options.txt"),
                "-Dhttp.port=" + httpPort,
                "-Dcatalina.home=" + (tomee ? base : home),
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + temporary,
                "-classpath",
                tomee
                        ? home.resolve("lib") + "/*"
                        : home.resolve("bin/bootstrap.jar") + File.pathSeparator + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start");
        CatalinaServer server = new CatalinaServer(command, webapps, httpPort, jmxPort);
        server.listen();
        Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains(STARTED));
        server.connector = server.connector();
        server.deployProperties();
        return server;
    }

    @Override
    public boolean deploy(String name, String context, Archive<?> application) throws Exception {
        String file = fileOf(context);
        Path complete = webapps.resolveSibling(file + ".war");
        Path deployed = webapps.resolve(file + ".war");
        (Server.current() == Server.TOMCAT ? ServletLibraries.addTo(application) : application)
                .as(ZipExporter.class)
                .exportTo(complete.toFile(), true);
        int line = logSize();
        Files.move(complete, deployed, StandardCopyOption.ATOMIC_MOVE);
        look(context);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        log(line).contains("Deployment of web application archive [" + deployed + "] has finished"));
        contexts.put(name, context);
        boolean failed = Stream.of(
                        "Error deploying web application archive [" + deployed,
                        "] startup failed due to previous errors")
                .anyMatch(log(line)::contains);
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
        look(context);
        // The server removes what it has unpacked when the application is gone.
        Awaitility.await().atMost(PATIENCE).until(() -> Files.notExists(webapps.resolve(file)));
    }

    @Override
    public void stop() throws Exception {
        connector.close();
        super.stop();
    }

    private void look(String context) throws IOException, JMException {
        connector
                .getMBeanServerConnection()
                .invoke(DEPLOYER, "check", new Object[] {context}, new String[] {String.class.getName()});
    }

    private static ObjectName deployer() {
        try {
            return new ObjectName("Catalina:type=Deployer,host=localhost");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
