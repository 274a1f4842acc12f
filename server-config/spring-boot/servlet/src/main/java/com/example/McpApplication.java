package com.example;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.boot.McpSessionInitializer;
import dev.mcpsession.filter.McpSessionFilter;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.json.McpJsonDefaults;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;

/** An MCP server with the servlet of the official Java SDK, behind the session filter. */
@SpringBootApplication
public class McpApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(McpApplication.class, arguments);
    }

    /** Without this bean the endpoint is unguarded: the embedded server runs no web fragments. */
    @Bean
    ServletContextInitializer mcpSessions(OwnerResolver owners) {
        return context -> new McpSessionInitializer(owners).onStartup(null, context);
    }

    /** For the test only, which has no login: an application takes the principal, as the filter does on its own. */
    @Bean
    OwnerResolver owners() {
        return request -> request.getHeader("X-User") == null ? null : Owner.named(request.getHeader("X-User"));
    }

    /** Only for another path than /mcp. The order is that of the last filter, and comes before the initializer. */
    @Bean
    @Profile("tools")
    FilterRegistrationBean<McpSessionFilter> mcpSessionFilter() {
        FilterRegistrationBean<McpSessionFilter> registration = new FilterRegistrationBean<>(new McpSessionFilter());
        registration.setName(McpSessionFilter.NAME);
        registration.addUrlPatterns("/tools/mcp/*");
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        return registration;
    }

    @Bean
    HttpServletStreamableServerTransportProvider transport() {
        return HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .sessionSweepInterval(null)
                .build();
    }

    @Bean
    ServletRegistrationBean<HttpServletStreamableServerTransportProvider> endpoint(
            HttpServletStreamableServerTransportProvider transport) {
        return new ServletRegistrationBean<>(transport, "/mcp/*", "/tools/mcp/*");
    }

    @Bean(destroyMethod = "close")
    McpSyncServer server(HttpServletStreamableServerTransportProvider transport) {
        Tool echo = Tool.builder("echo", McpJsonDefaults.getMapper(), """
                        {"type": "object", "properties": {"text": {"type": "string"}}}""")
                .description("Returns the text it is given.")
                .build();
        return McpServer.sync(transport)
                .serverInfo("example", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(new SyncToolSpecification(
                        echo,
                        (exchange, request) -> CallToolResult.builder()
                                .addTextContent(String.valueOf(request.arguments().get("text")))
                                .build()))
                .build();
    }
}
