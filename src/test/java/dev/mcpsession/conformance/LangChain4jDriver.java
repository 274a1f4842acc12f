package dev.mcpsession.conformance;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;

/** The client of LangChain4j, which connects when it is built. */
final class LangChain4jDriver implements JavaDriver.Client {

    private final URI endpoint;
    private final boolean subsidiaryChannel;
    private final JavaDriver driver;
    private McpClient client;

    private LangChain4jDriver(URI endpoint, boolean subsidiaryChannel, JavaDriver driver) {
        this.endpoint = endpoint;
        this.subsidiaryChannel = subsidiaryChannel;
        this.driver = driver;
    }

    /**
     * Drives it.
     *
     * @param args the URL of the endpoint, and whether a GET stream is to be opened
     */
    public static void main(String[] args) throws IOException {
        JavaDriver driver = new JavaDriver();
        driver.drive(new LangChain4jDriver(URI.create(args[0]), Boolean.parseBoolean(args[1]), driver));
    }

    @Override
    public void connect() {
        client = DefaultMcpClient.builder()
                .transport(StreamableHttpMcpTransport.builder()
                        .url(endpoint.toString())
                        .subsidiaryChannel(subsidiaryChannel)
                        .build())
                .progressHandler(notification -> driver.progressed())
                .build();
    }

    @Override
    public String list() {
        return client.listTools().toString();
    }

    @Override
    public String echo(String text) {
        return call("echo", Json.createObjectBuilder().add("text", text));
    }

    @Override
    public String countdown(int seconds) {
        return call("countdown", Json.createObjectBuilder().add("seconds", seconds));
    }

    @Override
    public void close() throws Exception {
        client.close();
    }

    private String call(String tool, JsonObjectBuilder arguments) {
        return client.executeTool(ToolExecutionRequest.builder()
                        .name(tool)
                        .arguments(arguments.build().toString())
                        .build())
                .resultText();
    }
}
