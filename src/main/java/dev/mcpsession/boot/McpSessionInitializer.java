package dev.mcpsession.boot;

import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.filter.RawPathFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
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

    private static final Map<String, String> REQUIRED_CLASSES = Map.of(
            "jakarta.enterprise.inject.Instance", "CDI",
            "jakarta.enterprise.concurrent.ManagedScheduledExecutorService", "Jakarta Concurrency",
            "jakarta.json.spi.JsonProvider", "Jakarta JSON Processing");

    /** For the container. */
    public McpSessionInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        try {
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
        requirePlatform(McpSessionInitializer.class.getClassLoader());
        WebXml webXml = WebXml.of(context);
        if (webXml.filterIsSynchronous()) {
            throw new ConfigurationException("web.xml declares the filter " + McpSessionFilter.NAME
                    + " without <async-supported>true</async-supported>: add it, or streamed answers will fail");
        }
        FilterRegistration filter = context.getFilterRegistration(McpSessionFilter.NAME);
        if (filter == null || webXml.metadataComplete()) {
            // Twice does no harm, where the server has read the fragment all the same.
            context.addListener(McpSessionListener.class);
        }
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

    /* By name, and first: the classes that use them would fail by the bare name of a class. */
    static void requirePlatform(ClassLoader loader) {
        REQUIRED_CLASSES.forEach((name, api) -> {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                throw new ConfigurationException("The MCP session filter needs " + api
                        + ", and the application cannot see its class " + name
                        + ": run it on a Jakarta EE server, with that feature enabled");
            }
        });
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
