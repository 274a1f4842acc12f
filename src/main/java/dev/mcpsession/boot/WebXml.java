package dev.mcpsession.boot;

import dev.mcpsession.filter.McpSessionFilter;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What {@code web.xml} says and no API tells.
 *
 * @param filterIsSynchronous whether it declares our filter and leaves asynchronous support out, which some servers
 *     then do not take from the fragment: an {@code initialize} would work, and each streamed answer after it fail
 * @param urlPatterns what it maps our filter to, which Open Liberty forgets where only the fragment declares the filter
 * @param servletNames the servlets that it maps our filter to
 */
record WebXml(boolean filterIsSynchronous, Set<String> urlPatterns, Set<String> servletNames) {

    private static final String LOCATION = "/WEB-INF/web.xml";
    private static final WebXml NONE = new WebXml(false, Set.of(), Set.of());
    private static final Set<String> TRUE = Set.of("true", "1");

    static WebXml of(ServletContext context) {
        try (InputStream descriptor = context.getResourceAsStream(LOCATION)) {
            return descriptor == null ? NONE : read(descriptor);
        } catch (IOException | XMLStreamException e) {
            // The server has its own opinion of a descriptor that cannot be read.
            return NONE;
        }
    }

    private static WebXml read(InputStream descriptor) throws XMLStreamException {
        // The JDK's own: newFactory() takes a provider from the application's libraries, with defaults of its own.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(descriptor);
        try {
            reader.nextTag();
            boolean synchronous = false;
            Set<String> urlPatterns = new LinkedHashSet<>();
            Set<String> servletNames = new LinkedHashSet<>();
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "filter" -> synchronous |= isOursAndSynchronous(reader);
                        case "filter-mapping" -> addIfOurs(reader, urlPatterns, servletNames);
                        default -> {
                            // Of no interest.
                        }
                    }
                }
            }
            return new WebXml(synchronous, urlPatterns, servletNames);
        } finally {
            reader.close();
        }
    }

    private static boolean isOursAndSynchronous(XMLStreamReader reader) throws XMLStreamException {
        boolean ours = false;
        boolean asynchronous = false;
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("filter"))) {
            if (reader.isStartElement() && reader.getLocalName().equals("filter-name")) {
                ours = reader.getElementText().strip().equals(McpSessionFilter.NAME);
            } else if (reader.isStartElement() && reader.getLocalName().equals("async-supported")) {
                asynchronous = TRUE.contains(reader.getElementText().strip());
            }
        }
        return ours && !asynchronous;
    }

    private static void addIfOurs(XMLStreamReader reader, Set<String> urlPatterns, Set<String> servletNames)
            throws XMLStreamException {
        boolean ours = false;
        Set<String> patterns = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("filter-mapping"))) {
            if (reader.isStartElement()) {
                switch (reader.getLocalName()) {
                    case "filter-name" -> ours = reader.getElementText().strip().equals(McpSessionFilter.NAME);
                    case "url-pattern" -> patterns.add(reader.getElementText().strip());
                    case "servlet-name" -> names.add(reader.getElementText().strip());
                    default -> {
                        // Of no interest.
                    }
                }
            }
        }
        if (ours) {
            urlPatterns.addAll(patterns);
            servletNames.addAll(names);
        }
    }
}
