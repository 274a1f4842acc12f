package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.Owner;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the clients in use say in {@code initialize} fits into ids that no known server or proxy takes for too long. */
class ClientSizesTest {

    private static final Owner OWNER = new Owner("alice", "https://issuer.example", "client", "tenant");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            TypeScript SDK | {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"mcp-client","version":"1.0.0"}}
            Java SDK | {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"Java SDK MCP Client","version":"0.15.0"}}
            Java SDK, all capabilities | {"protocolVersion":"2025-11-25","capabilities":{"experimental":{},"roots":{"listChanged":true},"sampling":{},"elicitation":{"form":{},"url":{}}},"clientInfo":{"name":"Spring AI - my-server","version":"1.0.0"}}
            langchain4j | {"protocolVersion":"2025-06-18","capabilities":{"roots":{"listChanged":true}},"clientInfo":{"name":"langchain4j","version":"1.0"}}
            Claude Code | {"protocolVersion":"2025-11-25","capabilities":{"roots":{},"elicitation":{}},"clientInfo":{"name":"claude-code","title":"Claude Code","version":"2.1.34","description":"Anthropic's agentic coding tool","websiteUrl":"https://claude.com/claude-code"}}
            claude.ai | {"protocolVersion":"2025-06-18","capabilities":{"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/html;profile=mcp-app"]}}},"clientInfo":{"name":"claude-ai","version":"0.1.0"}}
            VS Code | {"protocolVersion":"2025-11-25","capabilities":{"roots":{"listChanged":true},"sampling":{"context":{},"tools":{}},"elicitation":{"form":{},"url":{}},"tasks":{"list":{},"cancel":{},"requests":{"sampling":{"createMessage":{}},"elicitation":{"create":{}}}},"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/html;profile=mcp-app"]}}},"clientInfo":{"name":"Visual Studio Code","version":"1.138.0"}}
            Cursor | {"protocolVersion":"2025-11-25","capabilities":{"tools":true,"prompts":true,"resources":true,"logging":false,"elicitation":{"form":{}},"roots":{"listChanged":false},"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/html;profile=mcp-app"]}}},"clientInfo":{"name":"cursor-vscode","version":"1.0.0"}}
            Inspector | {"protocolVersion":"2025-11-25","capabilities":{"sampling":{},"elicitation":{"form":{},"url":{}},"roots":{"listChanged":true},"tasks":{"list":{},"cancel":{},"requests":{"sampling":{"createMessage":{}},"elicitation":{"create":{}}}}},"clientInfo":{"name":"inspector-client","version":"0.19.0"}}
            """)
    void idHasAtMost128Characters(String client, String parameters) {
        SessionSealer sealer = new SessionSealer(Secrets.of(Secrets.FIRST), "/app");

        String id = sealer.seal(
                "/mcp", true, OWNER, Instant.ofEpochSecond(1_800_000_000), SessionSealerTest.json(parameters));

        assertThat(id).as(client).hasSizeLessThanOrEqualTo(128);
        assertThat(sealer.open("/mcp", id).parameters()).isEqualTo(SessionSealerTest.json(parameters));
    }
}
