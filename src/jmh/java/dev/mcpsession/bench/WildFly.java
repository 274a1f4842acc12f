package dev.mcpsession.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** How WildFly is started: with what {@code server-config} has made of it, in a folder of its own. */
final class WildFly {

    private static final String READY = "WFLYSRV0025";
    private static final Path HOME = Path.of(System.getProperty("server.home"));

    private WildFly() {}

    /** Starts it with applications, each at its file's name. */
    static ServerProcess start(List<Path> wars, String heap)
            throws IOException, InterruptedException, ExecutionException {
        int port = ServerProcess.freePort();
        Path base = Files.createTempDirectory(Path.of(System.getProperty("build.directory")), "bench-wildfly");
        Path configuration = Files.createDirectory(base.resolve("configuration"));
        try (Stream<Path> files = Files.list(HOME.resolve("standalone/configuration"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()));
            }
        }
        Path deployments = Files.createDirectory(base.resolve("deployments"));
        for (Path war : wars) {
            Files.copy(war, deployments.resolve(war.getFileName()));
        }
        return ServerProcess.start(
                port,
                List.of(
                        ServerProcess.java(),
                        "-Xmx" + heap,
                        "-Djboss.home.dir=" + HOME,
                        "-Djboss.server.base.dir=" + base,
                        "-Dorg.jboss.boot.log.file=" + base.resolve("log/boot.log"),
                        "-Djboss.http.port=" + port,
                        "-Djboss.https.port=0",
                        "-Djboss.management.http.port=" + ServerProcess.freePort(),
                        "-Dlogging.configuration="
                                + configuration.resolve("logging.properties").toUri(),
                        "-jar",
                        HOME.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        HOME.resolve("modules").toString(),
                        "org.jboss.as.standalone",
                        "--read-only-server-config=standalone.xml"),
                READY);
    }
}
