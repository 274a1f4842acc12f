package dev.mcpsession.it.server;

import dev.mcpsession.it.endpoint.OddEndpoint;
import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application with the filter and {@link OddEndpoint}. */
public final class OddWar {

    private OddWar() {}

    /** The application without a {@code web.xml}. */
    public static WebArchive bare() {
        return filtered(ShrinkWrap.create(WebArchive.class)
                .addClass(OddEndpoint.class)
                .addClasses(OddEndpoint.class.getDeclaredClasses()));
    }

    /**
     * Another application with the filter and its context-params.
     *
     * @param endpoints the application
     * @param settings the values of the params, by their names without the prefix
     * @param urlPatterns what the filter is mapped to; none for its default
     */
    public static WebArchive with(WebArchive endpoints, Map<String, String> settings, String... urlPatterns) {
        return configured(filtered(endpoints), settings, urlPatterns);
    }

    /**
     * The application with context-params of the filter.
     *
     * @param settings their values, by their names without the prefix
     */
    public static WebArchive with(Map<String, String> settings) {
        return configured(bare(), settings);
    }

    private static WebArchive filtered(WebArchive application) {
        return application.addAsLibrary(new File(System.getProperty("filter.jar")));
    }

    private static WebArchive configured(WebArchive application, Map<String, String> settings, String... urlPatterns) {
        String mappings = Arrays.stream(urlPatterns)
                .map(pattern -> "<filter-mapping><filter-name>mcp-session-filter</filter-name><url-pattern>" + pattern
                        + "</url-pattern></filter-mapping>")
                .collect(Collectors.joining());
        return application.setWebXML(
                new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">"
                        + DemoWar.contextParams(settings) + mappings + "</web-app>"));
    }
}
