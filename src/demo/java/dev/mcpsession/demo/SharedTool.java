package dev.mcpsession.demo;

import dev.mcpsession.McpSession;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tools that both endpoints offer: they answer at once, in text, and know nothing of the transport that calls them.
 */
enum SharedTool {

    /** Says back what it is told. */
    ECHO("echo", "Returns the text it is given.", """
            {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}""") {

        @Override
        String call(Function<String, @Nullable String> arguments, @Nullable McpSession session) {
            String text = arguments.apply("text");
            if (text == null) {
                throw new IllegalArgumentException("echo needs the argument \"text\", a string");
            }
            return text;
        }
    },

    /** Shows what an application sees of the session it is called in. */
    SESSION_INFO(
            "session_info",
            "Describes the MCP session of the caller, as the session filter presents it to the application.",
            """
            {"type": "object"}""") {

        @Override
        String call(Function<String, @Nullable String> arguments, @Nullable McpSession session) {
            return SessionInfo.describe(session);
        }
    };

    private final String toolName;
    private final String description;
    private final String inputSchema;

    SharedTool(String toolName, String description, String inputSchema) {
        this.toolName = toolName;
        this.description = description;
        this.inputSchema = inputSchema;
    }

    /**
     * The tool of that name.
     *
     * @param toolName a name from a {@code tools/call}
     * @return the tool; empty if there is none
     */
    static Optional<SharedTool> named(String toolName) {
        for (SharedTool tool : values()) {
            if (tool.toolName.equals(toolName)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs the tool.
     *
     * @param arguments gives the string argument of a name; null where it is absent or no string
     * @param session the session of the caller; null if it has none
     * @return the text of the result
     * @throws IllegalArgumentException if an argument is missing; the message is meant for the caller
     */
    abstract String call(Function<String, @Nullable String> arguments, @Nullable McpSession session);

    /**
     * The name that clients call.
     *
     * @return a name in snake case
     */
    String toolName() {
        return toolName;
    }

    /**
     * What the tool is for, in a sentence.
     *
     * @return text for people and models
     */
    String description() {
        return description;
    }

    /**
     * The JSON Schema of the arguments.
     *
     * @return the text of a JSON object
     */
    String inputSchema() {
        return inputSchema;
    }
}
