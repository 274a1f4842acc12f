package dev.mcpsession.conformance;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;

/**
 * The endpoint of the conformance suite, at {@code /mcp}: the servlet of the official MCP Java SDK, with everything
 * that the suite asks of a server of revision 2025-11-25.
 *
 * <p>It does not look at {@code Origin} or {@code Host}: that is left to the filter.
 */
@WebListener
public class FixtureEndpoint implements ServletContextListener {

    private static final String PATH = "/mcp";

    /** Made by the container. */
    public FixtureEndpoint() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        HttpServletStreamableServerTransportProvider servlet = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .build();
        McpServer.sync(servlet)
                .serverInfo("conformance fixture", "1")
                .capabilities(ServerCapabilities.builder()
                        .completions()
                        .logging()
                        .prompts(true)
                        .resources(true, true)
                        .tools(true)
                        .build())
                .tools(FixtureTools.all())
                .resources(FixtureResources.all())
                .resourceTemplates(FixtureResources.templates())
                .prompts(FixturePrompts.all())
                .completions(FixturePrompts.completions())
                .build();
        ServletRegistration.Dynamic registration = event.getServletContext().addServlet("fixture", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(PATH);
    }
}
