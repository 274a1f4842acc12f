package dev.mcpsession.it.server;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What an application with the filter brings to a servlet container, unless it has JSON Processing already: that,
 * Jakarta REST, and CDI where it uses that. The libraries are those that
 * {@code server-config/servlet-container/pom.xml} leaves.
 */
final class ServletLibraries {

    private static final Path LIBRARIES = Path.of(System.getProperty("build.directory"), "servlet-container");

    private ServletLibraries() {}

    static Archive<?> addTo(Archive<?> application) {
        if (application instanceof WebArchive war && has(war, "mcp-session-filter") && !has(war, "parsson")) {
            war.addAsLibraries(files("lib"));
            if (war.contains("WEB-INF/beans.xml")) {
                war.addAsLibraries(files("cdi"));
            }
        }
        return application;
    }

    private static boolean has(WebArchive war, String library) {
        return !war.getContent(Filters.include("/WEB-INF/lib/" + library + ".*"))
                .isEmpty();
    }

    private static File[] files(String folder) {
        Path directory = LIBRARIES.resolve(folder);
        return Objects.requireNonNull(directory.toFile().listFiles(), directory::toString);
    }
}
