package dev.mcpsession.demo;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;

/** The results of the stateless endpoint, as Jakarta JSON Binding writes them. */
public final class McpResults {

    private McpResults() {}

    /**
     * The result of {@code initialize}.
     *
     * @param protocolVersion the revision that both sides use from now on
     * @param capabilities what the server can do
     * @param serverInfo who the server is
     */
    public record Initialize(String protocolVersion, Capabilities capabilities, Implementation serverInfo) {}

    /**
     * What the server can do.
     *
     * @param tools present, and empty, since there are tools whose list does not change
     */
    public record Capabilities(Map<String, Object> tools) {}

    /**
     * Who the server is.
     *
     * @param name its name
     * @param version its version
     */
    public record Implementation(String name, String version) {}

    /**
     * The result of {@code tools/list}.
     *
     * @param tools all tools
     */
    public record ToolList(List<Tool> tools) {}

    /**
     * A tool.
     *
     * @param name the name that clients call
     * @param description what it is for
     * @param inputSchema the JSON Schema of its arguments
     */
    public record Tool(String name, String description, JsonObject inputSchema) {}

    /**
     * The result of {@code tools/call}.
     *
     * @param content the text of the tool
     * @param isError whether the tool has failed
     */
    public record ToolResult(
            List<Text> content, @JsonbProperty("isError") boolean isError) {

        static ToolResult of(String text, boolean error) {
            return new ToolResult(List.of(new Text("text", text)), error);
        }
    }

    /**
     * Text of a tool.
     *
     * @param type {@code text}
     * @param text the text
     */
    public record Text(String type, String text) {}
}
