package dev.mcpsession.demo;

import dev.mcpsession.McpSession;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** The endpoint at {@code /mcp}: the servlet of the official MCP Java SDK, which names its sessions itself. */
@WebListener
public class SdkEndpoint implements ServletContextListener {

    private static final String PATH = "/mcp";
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Countdown countdown = new Countdown();
    private @Nullable HttpServletStreamableServerTransportProvider transport;

    /** Made by the container. */
    public SdkEndpoint() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        HttpServletStreamableServerTransportProvider servlet = servlet();
        McpServer.sync(servlet)
                .serverInfo("mcp-session-filter demo", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools())
                .build();
        register(event.getServletContext(), servlet);
        transport = servlet;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        countdown.close();
        HttpServletStreamableServerTransportProvider servlet = transport;
        if (servlet != null) {
            // On a thread of its own, so that a client that has stopped reading cannot hold the undeployment.
            servlet.closeGracefully()
                    .subscribeOn(Schedulers.boundedElastic())
                    .timeout(LONGEST_CLOSE)
                    .onErrorComplete()
                    .block();
        }
        // Reactor is loaded by this application alone, and its idle threads would keep the class loader for another
        // minute.
        Schedulers.shutdownNow();
    }

    /**
     * The servlet, without the two timers of the SDK: idle sessions are the filter's to end; and a keep-alive would
     * make every client with an open stream answer by POST from time to time, so that no such session could ever be
     * idle.
     */
    private static HttpServletStreamableServerTransportProvider servlet() {
        return HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .contextExtractor(SdkEndpoint::contextOf)
                .sessionSweepInterval(null)
                .keepAliveInterval(null)
                .build();
    }

    private static void register(ServletContext context, HttpServletStreamableServerTransportProvider servlet) {
        ServletRegistration.Dynamic registration = context.addServlet("mcp", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(PATH, PATH + "/*");
    }

    /** Tools run on other threads than the request, so what they need of it is handed over here. */
    private static McpTransportContext contextOf(HttpServletRequest request) {
        McpSession session = SessionInfo.of(request);
        return session == null
                ? McpTransportContext.EMPTY
                : McpTransportContext.create(Map.of(McpSession.ATTRIBUTE, session));
    }

    private List<SyncToolSpecification> tools() {
        List<SyncToolSpecification> tools = new ArrayList<>();
        for (SharedTool tool : SharedTool.values()) {
            tools.add(new SyncToolSpecification(
                    describe(tool.toolName(), tool.description(), tool.inputSchema()),
                    (exchange, request) -> call(tool, exchange, request)));
        }
        tools.add(new SyncToolSpecification(
                describe(Countdown.NAME, Countdown.DESCRIPTION, Countdown.INPUT_SCHEMA), countdown::call));
        return tools;
    }

    private static Tool describe(String name, String description, String inputSchema) {
        return Tool.builder(name, McpJsonDefaults.getMapper(), inputSchema)
                .description(description)
                .build();
    }

    private static CallToolResult call(SharedTool tool, McpSyncServerExchange exchange, CallToolRequest request) {
        McpSession session = (McpSession) exchange.transportContext().get(McpSession.ATTRIBUTE);
        try {
            return result(false, tool.call(name -> text(request, name), session));
        } catch (IllegalArgumentException e) {
            return result(true, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String text(CallToolRequest request, String name) {
        return request.arguments() != null && request.arguments().get(name) instanceof String text ? text : null;
    }

    private static CallToolResult result(boolean error, String text) {
        return CallToolResult.builder().addTextContent(text).isError(error).build();
    }
}
