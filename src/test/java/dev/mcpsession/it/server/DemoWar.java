package dev.mcpsession.it.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo as it was built, with other settings. */
public final class DemoWar {

    private static final String WEB_XML = "WEB-INF/web.xml";

    private DemoWar() {}

    /** The demo as it was built. */
    public static WebArchive asBuilt() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("demo.war")));
    }

    /**
     * The demo with context-params of the filter.
     *
     * @param settings their values, by their names without the prefix
     */
    public static WebArchive with(Map<String, String> settings) {
        String parameters = contextParams(settings);
        return parameters.isEmpty() ? asBuilt() : edited(asBuilt(), "</web-app>", parameters + "</web-app>");
    }

    /** The demo with something else in its {@code web.xml}. */
    public static WebArchive replacing(String part, String other) {
        return edited(asBuilt(), part, other);
    }

    /** Settings of the filter as elements of a {@code web.xml}. */
    static String contextParams(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "<context-param><param-name>mcp.session." + setting.getKey()
                        + "</param-name><param-value>" + setting.getValue() + "</param-value></context-param>")
                .collect(Collectors.joining());
    }

    private static WebArchive edited(WebArchive war, String part, String other) {
        String before = text(war);
        String after = before.replace(part, other);
        if (after.equals(before)) {
            throw new IllegalArgumentException("Not in web.xml: " + part);
        }
        war.delete(WEB_XML);
        return war.setWebXML(new StringAsset(after));
    }

    private static String text(WebArchive war) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(war.get(WEB_XML).getAsset().openStream(), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
