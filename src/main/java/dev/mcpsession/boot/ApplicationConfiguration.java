package dev.mcpsession.boot;

import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ConfigurationReader;
import dev.mcpsession.filter.McpSessionFilter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/** The configuration of one application: read once, by whoever comes first, and kept in its servlet context. */
final class ApplicationConfiguration {

    private static final Logger LOG = System.getLogger(ApplicationConfiguration.class.getName());

    private static final String ATTRIBUTE = Configuration.class.getName();

    private ApplicationConfiguration() {}

    static Configuration of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Configuration configuration) {
            return configuration;
        }
        FilterRegistration filter = context.getFilterRegistration(McpSessionFilter.NAME);
        return read(filter == null ? Map.of() : filter.getInitParameters(), context);
    }

    static Configuration read(Map<String, String> initParameters, ServletContext context) {
        ConfigurationReader reader = ConfigurationReader.of(initParameters, context);
        Configuration configuration = reader.read();
        List<String> unknown = reader.unknownOverrides();
        if (!unknown.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: the MCP session filter knows no such overrides, and ignores them: {1}",
                    displayName(context), String.join(", ", unknown));
        }
        context.setAttribute(ATTRIBUTE, configuration);
        return configuration;
    }

    /** What log lines begin with: the context path, and something to see for the root. */
    static String displayName(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
