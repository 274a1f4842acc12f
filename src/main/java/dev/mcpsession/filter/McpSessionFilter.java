package dev.mcpsession.filter;

import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.resume.SessionSealer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The filter: manages the sessions of every MCP endpoint that it is mapped to.
 *
 * <p>It belongs behind whatever authenticates and in front of the endpoint, for the dispatcher {@code REQUEST} only,
 * with asynchronous support; the web fragment of this library declares it so. Its parameters are those of
 * {@link dev.mcpsession.config.Parameter}.
 */
public final class McpSessionFilter implements Filter {

    /** The name under which the web fragment declares the filter: the one to use in {@code web.xml}. */
    public static final String NAME = "mcp-session-filter";

    /** The paths that the filter is mapped to unless {@code web.xml} says otherwise: {@code /mcp} and all below. */
    public static final String DEFAULT_URL_PATTERN = "/mcp/*";

    private static final String COLLABORATORS = McpSessionFilter.class.getName();

    private @Nullable RequestHandler handler;

    /** For the container. */
    public McpSessionFilter() {}

    /**
     * Gives the filter its collaborators. To be called before the container initialises filters.
     *
     * @param context the application of the filter
     * @param configuration the configuration
     * @param registry the sessions
     * @param keepAlive writes comments on event streams
     * @param owners resolves the owner of a request
     * @param sealer seals sessions into their ids; null where they are not resumed
     */
    public static void connect(
            ServletContext context,
            Configuration configuration,
            SessionRegistry registry,
            StreamKeepAlive keepAlive,
            OwnerResolver owners,
            @Nullable SessionSealer sealer) {
        context.setAttribute(COLLABORATORS, new Collaborators(configuration, registry, keepAlive, owners, sealer));
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (!(config.getServletContext().getAttribute(COLLABORATORS) instanceof Collaborators found)) {
            throw new ServletException("The MCP session filter is declared but its listener has not run: add <listener>"
                    + "<listener-class>dev.mcpsession.boot.McpSessionListener</listener-class></listener> to web.xml");
        }
        handler = new RequestHandler(
                found.configuration(), found.registry(), found.keepAlive(), found.owners(), found.sealer());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestHandler initialised = handler;
        if (initialised == null) {
            throw new IllegalStateException("The container has not initialised the filter");
        }
        if (isManaged(request)) {
            chain.doFilter(request, response);
            return;
        }
        initialised.handle((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }

    /* Two mappings to one path: Jetty calls a filter once for each. */
    private static boolean isManaged(ServletRequest request) {
        return request instanceof ServletRequestWrapper wrapper
                && (wrapper instanceof EndpointRequest || wrapper.isWrapperFor(EndpointRequest.class));
    }

    /** What the composition root gives to the filter. */
    private record Collaborators(
            Configuration configuration,
            SessionRegistry registry,
            StreamKeepAlive keepAlive,
            OwnerResolver owners,
            @Nullable SessionSealer sealer) {}
}
