package dev.mcpsession.it.endpoint;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Adds an endpoint to the demo: the official Java SDK's servlet, which negotiates every client down to 2025-06-18. It
 * runs in the server.
 */
@WebListener
public class OlderSdkEndpoint implements ServletContextListener {

    /** Below the demo's endpoint, so that the demo's mappings of the filter cover it. */
    public static final String PATH = "/mcp/older";

    /** Made by the container. */
    public OlderSdkEndpoint() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        HttpServletStreamableServerTransportProvider servlet = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .sessionSweepInterval(null)
                .keepAliveInterval(null)
                .build();
        McpServer.sync(new Older(servlet)).serverInfo("older", "1").build();
        ServletRegistration.Dynamic registration = event.getServletContext().addServlet("older", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(PATH);
    }

    /**
     * The SDK's transport with another list of revisions.
     *
     * @param servlet the transport
     */
    private record Older(HttpServletStreamableServerTransportProvider servlet)
            implements McpStreamableServerTransportProvider {

        @Override
        public List<String> protocolVersions() {
            return List.of("2025-06-18");
        }

        @Override
        public void setSessionFactory(McpStreamableServerSession.Factory factory) {
            servlet.setSessionFactory(factory);
        }

        @Override
        public Mono<Void> notifyClients(String method, Object parameters) {
            return servlet.notifyClients(method, parameters);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return servlet.closeGracefully();
        }
    }
}
