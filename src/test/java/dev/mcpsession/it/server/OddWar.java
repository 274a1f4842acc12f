package dev.mcpsession.it.server;

import dev.mcpsession.it.endpoint.OddEndpoint;
import java.io.File;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application with the filter and {@link OddEndpoint}. */
public final class OddWar {

    private OddWar() {}

    /** The application without a {@code web.xml}. */
    public static WebArchive bare() {
        return ShrinkWrap.create(WebArchive.class)
                .addClass(OddEndpoint.class)
                .addClasses(OddEndpoint.class.getDeclaredClasses())
                .addAsLibrary(new File(System.getProperty("filter.jar")));
    }

    /**
     * The application with context-params of the filter.
     *
     * @param settings their values, by their names without the prefix
     */
    public static WebArchive with(Map<String, String> settings) {
        return bare().setWebXML(
                        new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">"
                                + DemoWar.contextParams(settings) + "</web-app>"));
    }
}
