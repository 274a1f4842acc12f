package dev.mcpsession.it.server;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What each application brings to a servlet container: JSON Processing and Jakarta REST, and CDI where it uses that.
 * The libraries are those that {@code server-config/servlet-container/pom.xml} leaves.
 */
final class ServletLibraries {

    private static final Path LIBRARIES = Path.of(System.getProperty("build.directory"), "servlet-container");

    private ServletLibraries() {}

    static Archive<?> addTo(Archive<?> application) {
        if (application instanceof WebArchive war) {
            war.addAsLibraries(files("lib"));
            if (war.contains("WEB-INF/beans.xml")) {
                war.addAsLibraries(files("cdi"));
            }
        }
        return application;
    }

    private static File[] files(String folder) {
        Path directory = LIBRARIES.resolve(folder);
        return Objects.requireNonNull(directory.toFile().listFiles(), directory::toString);
    }
}
