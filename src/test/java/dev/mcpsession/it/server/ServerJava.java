package dev.mcpsession.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The Java that a server runs on: the one of the tests, or, for a server that needs a later version, one that is
 * installed beside it.
 */
final class ServerJava {

    private static final int REQUIRED = Integer.getInteger("server.java");

    private ServerJava() {}

    /** Its home. */
    static Path home() throws IOException {
        Path ours = Path.of(System.getProperty("java.home")).toRealPath();
        if (version(ours) >= REQUIRED) {
            return ours;
        }
        try (Stream<Path> installed = Files.list(Objects.requireNonNull(ours.getParent()))) {
            return installed
                    .filter(home -> version(home) >= REQUIRED)
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("This server needs Java " + REQUIRED
                            + ": install it beside the Java of the build, or set JAVA_HOME to it"));
        }
    }

    static String command() throws IOException {
        return home().resolve("bin/java").toString();
    }

    private static int version(Path home) {
        Path release = home.resolve("release");
        if (Files.notExists(release) || Files.notExists(home.resolve("bin/java"))) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
