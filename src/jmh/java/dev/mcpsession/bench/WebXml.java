package dev.mcpsession.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Edits the descriptor of an application. */
final class WebXml {

    private static final String PATH = "WEB-INF/web.xml";

    private WebXml() {}

    static void replace(WebArchive war, String part, String other) {
        try (InputStream in = war.get(PATH).getAsset().openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(part, other);
            war.delete(PATH);
            war.setWebXML(new StringAsset(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
