package dev.mcpsession.it.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** An application of {@code server-config/spring-boot}, which the build has compiled. */
public final class SpringBootApplication extends ServerProcess {

    private static final String STARTED = "Started McpApplication";

    private SpringBootApplication(ProcessBuilder command, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
    }

    /**
     * Starts an application, and waits until it serves.
     *
     * @param name its folder in {@code target/spring-boot}
     * @param arguments those of Spring Boot
     */
    public static SpringBootApplication start(String name, String... arguments) throws IOException {
        SpringBootApplication application = launch(name, arguments);
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> application.log().contains(STARTED) || !application.process.isAlive());
        if (!application.process.isAlive()) {
            throw new AssertionError("The application has not started:\n" + application.log());
        }
        return application;
    }

    private static SpringBootApplication launch(String name, String... arguments) throws IOException {
        Path home = Path.of(System.getProperty("build.directory"), "spring-boot", name);
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("The build has not made " + home);
        }
        int httpPort = freePort();
        int jmxPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                "-classpath",
                home.resolve("classes") + File.pathSeparator + home.resolve("lib") + "/*",
                "com.example.McpApplication",
                "--server.port=" + httpPort));
        command.addAll(Arrays.asList(arguments));
        SpringBootApplication application =
                new SpringBootApplication(java(jmxPort, command.toArray(String[]::new)), httpPort, jmxPort);
        application.listen();
        return application;
    }
}
