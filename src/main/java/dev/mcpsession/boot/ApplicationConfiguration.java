package dev.mcpsession.boot;

import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.config.ConfigurationReader;
import dev.mcpsession.config.ResumeKeys;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.resume.SessionSealer;
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
 * @param sealer seals sessions into their ids; null where sessions are not resumed
 */
record ApplicationConfiguration(
        Configuration configuration,
        String effective,
        GuardedPaths guarded,
        @Nullable SessionSealer sealer) {

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
        Configuration configuration = reader.read();
        ApplicationConfiguration read = new ApplicationConfiguration(
                configuration,
                reader.effective(),
                GuardedPaths.of(context, filter),
                sealer(configuration.resumeKeys(), context));
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

    private static @Nullable SessionSealer sealer(@Nullable ResumeKeys keys, ServletContext context) {
        if (keys == null) {
            return null;
        }
        try {
            return new SessionSealer(keys, context.getContextPath());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The MCP session filter cannot use its resumeKey: " + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            throw new ConfigurationException(
                    "The MCP session filter needs Jakarta JSON Binding where resumeKey is set, and this application"
                            + " finds no implementation: on a Jakarta EE server, enable it; in a servlet container,"
                            + " add org.eclipse:yasson to the application (" + e + ")");
        }
    }

    /** What log lines begin with: the context path, and something to see for the root. */
    static String displayName(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }
}
