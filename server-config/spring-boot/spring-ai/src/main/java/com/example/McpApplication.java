package com.example;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.boot.McpSessionInitializer;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** An MCP server with Spring AI, behind the session filter. */
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

    /** The tools of the server. */
    @Component
    static class Tools {

        @McpTool(name = "echo", description = "Returns the text it is given.")
        String echo(@McpToolParam(description = "the text") String text) {
            return text;
        }
    }
}
