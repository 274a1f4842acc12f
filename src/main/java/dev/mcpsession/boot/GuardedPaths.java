package dev.mcpsession.boot;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the session filter is mapped to in one application.
 *
 * @param contextPath the context path, empty for the root context
 * @param urlPatterns the URL patterns, relative to the context path
 * @param servletNames the servlets that the filter is mapped to by name
 */
record GuardedPaths(String contextPath, List<String> urlPatterns, List<String> servletNames) {

    private static final Set<String> MATCH_CONTEXT_ROOT = Set.of("/*", "/", "");
    private static final String EVERYTHING_BELOW = "/*";

    /** The name of the servlet that containers themselves map to what no other servlet is mapped to. */
    private static final String DEFAULT_SERVLET = "default";

    static GuardedPaths of(ServletContext context, @Nullable FilterRegistration filter) {
        return new GuardedPaths(
                context.getContextPath(),
                listOf(filter == null ? null : filter.getUrlPatternMappings()),
                listOf(filter == null ? null : filter.getServletNameMappings()));
    }

    /**
     * Looks for an endpoint that is the application's root: where {@code /mcp} is the context path itself, a pattern
     * {@code /mcp/*} guards {@code /mcp/mcp} and not the endpoint.
     *
     * @param servlets the servlets of the application, by name
     * @return the name of a servlet that is mapped to the context root, where the context path ends as a guarded path
     *     does and no mapping of the filter covers that servlet; null where there is none
     */
    @Nullable
    String unguardedRootServlet(Map<String, ? extends ServletRegistration> servlets) {
        boolean rootIsNamedAsAnEndpoint = urlPatterns.stream()
                .map(GuardedPaths::withoutWildcard)
                .anyMatch(path -> !path.isEmpty() && contextPath.endsWith(path));
        if (!rootIsNamedAsAnEndpoint || urlPatterns.stream().anyMatch(MATCH_CONTEXT_ROOT::contains)) {
            return null;
        }
        return servlets.values().stream()
                .filter(servlet -> !servlet.getName().equals(DEFAULT_SERVLET))
                .filter(servlet -> !servletNames.contains(servlet.getName()))
                .filter(servlet -> listOf(servlet.getMappings()).stream().anyMatch(MATCH_CONTEXT_ROOT::contains))
                .map(ServletRegistration::getName)
                .findFirst()
                .orElse(null);
    }

    /** The mappings with the context path, for the log. */
    @Override
    public String toString() {
        return Stream.concat(
                        urlPatterns.stream().map(pattern -> contextPath + pattern),
                        servletNames.stream().map(name -> "servlet " + name))
                .collect(Collectors.joining(", "));
    }

    private static String withoutWildcard(String pattern) {
        return pattern.endsWith(EVERYTHING_BELOW)
                ? pattern.substring(0, pattern.length() - EVERYTHING_BELOW.length())
                : pattern;
    }

    /* In one order on every server. Open Liberty has null for no mappings, whatever the specification says. */
    private static List<String> listOf(@Nullable Collection<String> mappings) {
        return mappings == null ? List.of() : mappings.stream().sorted().toList();
    }
}
