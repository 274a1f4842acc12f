package dev.mcpsession.boot;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.filter.RawPathFilter;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs in every application that has the JAR, before it starts: validates the configuration, so that a bad one fails
 * the deployment and not the first request, and registers what is missing.
 *
 * <p>Something is missing where {@code web.xml} says {@code metadata-complete="true"}: some servers then leave web
 * fragments out without a word, and the endpoint would be unguarded.
 */
public final class McpSessionInitializer implements ServletContainerInitializer {

    private static final Logger LOG = System.getLogger(McpSessionInitializer.class.getName());

    private static final String OWNERS = OwnerResolver.class.getName();

    private final @Nullable OwnerResolver owners;

    /** For a container, or for an application whose owners are the principals of its callers. */
    public McpSessionInitializer() {
        this.owners = null;
    }

    /**
     * For an application that has no CDI and names owners itself.
     *
     * @param owners resolves the owner of each request; takes the place of a bean
     * @since 0.1.0
     */
    public McpSessionInitializer(OwnerResolver owners) {
        this.owners = Objects.requireNonNull(owners, "owners");
    }

    /** What was handed to the initializer of an application; null for nothing. */
    static @Nullable OwnerResolver ownersOf(ServletContext context) {
        return (OwnerResolver) context.getAttribute(OWNERS);
    }

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        try {
            requireJson();
            if (owners != null) {
                context.setAttribute(OWNERS, owners);
            }
            start(context);
        } catch (ConfigurationException e) {
            // Open Liberty starts the application after a ServletException, and not a word of an unchecked one is in
            // its log.
            LOG.log(
                    Level.ERROR,
                    "{0}: the application does not start: {1}",
                    ApplicationConfiguration.displayName(context),
                    e.getMessage());
            throw e;
        }
    }

    private static void start(ServletContext context) {
        WebXml webXml = WebXml.of(context);
        if (webXml.filterIsSynchronous()) {
            throw new ConfigurationException("web.xml declares the filter " + McpSessionFilter.NAME
                    + " without <async-supported>true</async-supported>: add it, or streamed answers will fail");
        }
        FilterRegistration filter = context.getFilterRegistration(McpSessionFilter.NAME);
        // Also where the fragment declares it: the first of two starts the sessions, the second does nothing.
        context.addListener(McpSessionListener.class);
        if (filter == null) {
            FilterRegistration.Dynamic added = context.addFilter(McpSessionFilter.NAME, McpSessionFilter.class);
            added.setAsyncSupported(true);
            filter = added;
        }
        map(filter, webXml);
        guardRawPaths(context);
        ApplicationConfiguration read = ApplicationConfiguration.read(filter, context);
        warnOfUnguardedRoot(read.guarded(), context);
    }

    private static void warnOfUnguardedRoot(GuardedPaths guarded, ServletContext context) {
        String servlet = guarded.unguardedRootServlet(context.getServletRegistrations());
        if (servlet != null) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the MCP session filter guards {1}, and not the servlet {2} at the context root:"
                            + " its mappings are relative to the application. If that servlet is the MCP endpoint,"
                            + " map the filter to /*",
                    ApplicationConfiguration.displayName(context),
                    guarded,
                    servlet);
        }
    }

    /* First: what uses it would fail at the first request, by the bare name of a class. */
    private static void requireJson() {
        try {
            JsonProvider.provider();
        } catch (RuntimeException | LinkageError e) {
            throw new ConfigurationException(
                    "The MCP session filter needs Jakarta JSON Processing, and this application finds no"
                            + " implementation: on a Jakarta EE server, enable it; in a servlet container, add"
                            + " org.eclipse.parsson:parsson to the application (" + e + ")");
        }
    }

    /*
     * Not in the fragment: Open Liberty forgets a mapping of web.xml where only the fragment declares the filter, and the endpoint would
     * be unguarded; the default would stay besides.
     */
    private static void map(FilterRegistration filter, WebXml webXml) {
        String[] urlPatterns = without(filter.getUrlPatternMappings(), webXml.urlPatterns());
        String[] servletNames = without(filter.getServletNameMappings(), webXml.servletNames());
        if (servletNames.length > 0) {
            filter.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, servletNames);
        }
        if (urlPatterns.length > 0) {
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, urlPatterns);
        }
        if (isEmpty(filter.getUrlPatternMappings()) && isEmpty(filter.getServletNameMappings())) {
            filter.addMappingForUrlPatterns(
                    EnumSet.of(DispatcherType.REQUEST), true, McpSessionFilter.DEFAULT_URL_PATTERN);
        }
    }

    /* In front of all other filters, on every path: which of them reach an endpoint, only the endpoint knows. */
    private static void guardRawPaths(ServletContext context) {
        FilterRegistration.Dynamic added = context.addFilter(RawPathFilter.NAME, RawPathFilter.class);
        if (added != null) {
            added.setAsyncSupported(true);
            added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        }
    }

    private static String[] without(@Nullable Collection<String> known, Set<String> mappings) {
        return mappings.stream()
                .filter(mapping -> known == null || !known.contains(mapping))
                .toArray(String[]::new);
    }

    /* Open Liberty has null for no mappings, whatever the specification says. */
    private static boolean isEmpty(@Nullable Collection<String> mappings) {
        return mappings == null || mappings.isEmpty();
    }
}
