package dev.mcpsession.boot;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The one thing about {@code web.xml} that no API tells. */
final class WebXml {

    private static final String LOCATION = "/WEB-INF/web.xml";

    private WebXml() {}

    /** Whether {@code web.xml} says that fragments are to be left out. */
    static boolean isMetadataComplete(ServletContext context) {
        try (InputStream descriptor = context.getResourceAsStream(LOCATION)) {
            return descriptor != null && isMetadataComplete(descriptor);
        } catch (IOException | XMLStreamException e) {
            // The server has its own opinion of a descriptor that cannot be read.
            return false;
        }
    }

    private static boolean isMetadataComplete(InputStream descriptor) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(descriptor);
        try {
            reader.nextTag();
            return Set.of("true", "1").contains(Objects.requireNonNullElse(reader.getAttributeValue(null, "metadata-complete"), ""));
        } finally {
            reader.close();
        }
    }
}
