package dev.mcpsession.conformance;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clients written in Java, each in a JVM of its own: two versions of one SDK do not go together in one. */
final class JavaClient {

    private static final Path BUILD = Path.of(System.getProperty("build.directory"));

    private JavaClient() {}

    /** Starts a client that the tests themselves have on their class path. */
    static DrivenClient start(Class<?> driver, URI endpoint, String... options) {
        return start(System.getProperty("java.class.path"), driver, endpoint, options);
    }

    /** Starts a client with the JARs in a folder of the build before all that is on the class path of the tests. */
    static DrivenClient startWith(String folder, Class<?> driver, URI endpoint, String... options) {
        String classPath = BUILD.resolve(folder).toAbsolutePath() + "/*" + File.pathSeparator
                + System.getProperty("java.class.path");
        return start(classPath, driver, endpoint, options);
    }

    private static DrivenClient start(String classPath, Class<?> driver, URI endpoint, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-classpath",
                classPath,
                driver.getName(),
                endpoint.toString()));
        command.addAll(List.of(options));
        return ClientProcess.start(command, BUILD.resolve("java-clients").resolve(driver.getSimpleName() + ".err"));
    }
}
