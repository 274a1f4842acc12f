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

/**
 * The configuration of one application: read once, by whoever comes first, and kept in its servlet context.
 *
 * @param configuration the values
 * @param effective the values and where each came from, for the log
 */
record ApplicationConfiguration(Configuration configuration, String effective) {

    private static final Logger LOG = System.getLogger(ApplicationConfiguration.class.getName());

    private static final String ATTRIBUTE = ApplicationConfiguration.class.getName();

    static ApplicationConfiguration of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ApplicationConfiguration found) {
            return found;
        }
        FilterRegistration filter = context.getFilterRegistration(McpSessionFilter.NAME);
        return read(filter == null ? Map.of() : filter.getInitParameters(), context);
    }

    static ApplicationConfiguration read(Map<String, String> initParameters, ServletContext context) {
        ConfigurationReader reader = ConfigurationReader.of(initParameters, context);
        ApplicationConfiguration read = new ApplicationConfiguration(reader.read(), reader.effective());
        List<String> unknown = reader.unknownOverrides();
        if (!unknown.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the MCP session filter knows no such overrides, and ignores them: {1}",
                    displayName(context),
                    String.join(", ", unknown));
        }
        context.setAttribute(ATTRIBUTE, read);
        return read;
    }

    /** What log lines begin with: the context path, and something to see for the root. */
    static String displayName(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
