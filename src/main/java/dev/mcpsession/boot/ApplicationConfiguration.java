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
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one application: read once, by the initializer or else by the listener, and kept in its servlet
 * context.
 *
 * @param configuration the values
 * @param effective the values and where each came from, for the log
 * @param guarded what the filter is mapped to
 */
record ApplicationConfiguration(Configuration configuration, String effective, GuardedPaths guarded) {

    private static final Logger LOG = System.getLogger(ApplicationConfiguration.class.getName());

    private static final String ATTRIBUTE = ApplicationConfiguration.class.getName();

    static ApplicationConfiguration of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ApplicationConfiguration found) {
            return found;
        }
        return read(context.getFilterRegistration(McpSessionFilter.NAME), context);
    }

    /** Reads it; to be called when the filter, null where none is registered, has all its mappings. */
    static ApplicationConfiguration read(@Nullable FilterRegistration filter, ServletContext context) {
        ConfigurationReader reader =
                ConfigurationReader.of(filter == null ? Map.of() : filter.getInitParameters(), context);
        ApplicationConfiguration read =
                new ApplicationConfiguration(reader.read(), reader.effective(), GuardedPaths.of(context, filter));
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
