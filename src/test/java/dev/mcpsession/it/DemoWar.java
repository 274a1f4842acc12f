package dev.mcpsession.it;

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
final class DemoWar {

    private static final String WEB_XML = "WEB-INF/web.xml";

    private DemoWar() {}

    /** The demo as it is, when the server of the test class before is gone. */
    static WebArchive asBuilt() {
        ServerExit.await();
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("demo.war")));
    }

    /** The demo with context-params of the filter, named without their prefix. */
    static WebArchive with(Map<String, String> settings) {
        WebArchive war = asBuilt();
        String parameters = settings.entrySet().stream()
                .map(setting -> "<context-param><param-name>mcp.session." + setting.getKey() + "</param-name><param-value>"
                        + setting.getValue() + "</param-value></context-param>")
                .collect(Collectors.joining());
        String webXml = text(war).replace("</web-app>", parameters + "</web-app>");
        war.delete(WEB_XML);
        return war.setWebXML(new StringAsset(webXml));
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
