package dev.mcpsession.it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Keeps what the integration tests see, for {@link SecretsIT} to compare when all are done: session ids on the wire,
 * and what JMX shows. What a server writes to log files of its own counts as well.
 */
public final class SecretsRecorder {

    private static final Path BUILD = Path.of(System.getProperty("build.directory"));
    private static final PathMatcher LOGS =
            FileSystems.getDefault().getPathMatcher("glob:**/{payara-micro-*,log/server,secrets/*}.log");
    private static final Path FOLDER = BUILD.resolve("secrets");

    /** The ids, one a line. */
    public static final Path IDS = FOLDER.resolve("ids.txt");

    /** What JMX has shown, a value a line. */
    public static final Path JMX = FOLDER.resolve("jmx.txt");

    private SecretsRecorder() {}

    /** Where to keep what a server says. */
    public static Path newLog() throws IOException {
        return Files.createTempFile(Files.createDirectories(FOLDER), "server", ".log");
    }

    /** All that the servers have logged, the filter at the finest level. */
    public static String serverLogs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(BUILD)) {
            for (Path log : files.filter(LOGS::matches).toList()) {
                all.append(Files.readString(log));
            }
        }
        return all.toString();
    }

    /**
     * Keeps the session id of an answer.
     *
     * @param id the value of the header; a blank one is none
     */
    public static void sawSessionId(String id) {
        if (!id.isBlank()) {
            append(IDS, id);
        }
    }

    /**
     * Keeps another secret that no log and no attribute may show.
     *
     * @param secret the secret, long enough to be in no log by chance
     * @return the secret
     */
    public static String keep(String secret) {
        append(IDS, secret);
        return secret;
    }

    /**
     * Keeps a value of an attribute, or what an operation returned.
     *
     * @param value the value; arrays are kept element by element
     */
    public static void sawOverJmx(Object value) {
        append(JMX, value instanceof Object[] rows ? Arrays.deepToString(rows) : String.valueOf(value));
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
