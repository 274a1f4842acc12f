package dev.mcpsession.demo;

import static dev.mcpsession.demo.JsonRpcReply.JSON;

import dev.mcpsession.McpSession;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The MCP of the stateless endpoint: one message in, one reply out, nothing kept. */
final class StatelessServer {

    private static final String LATEST = "2025-11-25";
    private static final Set<String> SUPPORTED = Set.of("2024-11-05", "2025-03-26", "2025-06-18", LATEST);

    private StatelessServer() {}

    /**
     * Answers one message.
     *
     * @param body the body of a POST
     * @param session the session of the caller; null if it has none
     * @return the reply, whatever the body is
     */
    static JsonRpcReply answer(byte[] body, @Nullable McpSession session) {
        JsonValue value;
        try {
            value = parse(body);
        } catch (MalformedJsonException e) {
            return JsonRpcReply.malformed(JsonRpcReply.PARSE_ERROR, "Not JSON");
        }
        if (!(value instanceof JsonObject message) || !"2.0".equals(message.getString("jsonrpc", null))) {
            return JsonRpcReply.malformed(JsonRpcReply.INVALID_REQUEST, "Not one JSON-RPC 2.0 message");
        }
        if (message.get("method") instanceof JsonString method) {
            return request(method.getString(), message, session);
        }
        if (message.containsKey("result") || message.containsKey("error")) {
            return JsonRpcReply.accepted();
        }
        return JsonRpcReply.malformed(JsonRpcReply.INVALID_REQUEST, "Neither a request nor a response");
    }

    private static JsonRpcReply request(String method, JsonObject message, @Nullable McpSession session) {
        JsonValue id = message.get("id");
        if (id == null) {
            return JsonRpcReply.accepted();
        }
        if (id.getValueType() != ValueType.STRING && id.getValueType() != ValueType.NUMBER) {
            return JsonRpcReply.malformed(JsonRpcReply.INVALID_REQUEST, "The id is neither a string nor a number");
        }
        JsonObject params = objectOrEmpty(message, "params");
        return switch (method) {
            case "initialize" -> JsonRpcReply.result(id, initialize(params));
            case "ping" -> JsonRpcReply.result(id, JsonValue.EMPTY_JSON_OBJECT);
            case "tools/list" -> JsonRpcReply.result(id, toolList());
            case "tools/call" -> toolCall(id, params, session);
            default -> JsonRpcReply.error(id, JsonRpcReply.METHOD_NOT_FOUND, "Method not found");
        };
    }

    private static JsonObject initialize(JsonObject params) {
        String requested = params.getString("protocolVersion", LATEST);
        return JSON.createObjectBuilder()
                .add("protocolVersion", SUPPORTED.contains(requested) ? requested : LATEST)
                .add("capabilities", JSON.createObjectBuilder().add("tools", JsonValue.EMPTY_JSON_OBJECT))
                .add(
                        "serverInfo",
                        JSON.createObjectBuilder()
                                .add("name", "mcp-session-filter stateless demo")
                                .add("version", "1"))
                .build();
    }

    private static JsonObject toolList() {
        JsonArrayBuilder tools = JSON.createArrayBuilder();
        for (SharedTool tool : SharedTool.values()) {
            tools.add(JSON.createObjectBuilder()
                    .add("name", tool.toolName())
                    .add("description", tool.description())
                    .add("inputSchema", schemaOf(tool)));
        }
        return JSON.createObjectBuilder().add("tools", tools).build();
    }

    private static JsonObject schemaOf(SharedTool tool) {
        try (JsonReader reader = JSON.createReader(new StringReader(tool.inputSchema()))) {
            return reader.readObject();
        }
    }

    private static JsonRpcReply toolCall(JsonValue id, JsonObject params, @Nullable McpSession session) {
        Optional<SharedTool> tool = SharedTool.named(params.getString("name", ""));
        if (tool.isEmpty()) {
            return JsonRpcReply.error(id, JsonRpcReply.INVALID_PARAMS, "Unknown tool");
        }
        JsonObject arguments = objectOrEmpty(params, "arguments");
        try {
            return JsonRpcReply.result(
                    id, toolResult(false, tool.get().call(name -> arguments.getString(name, null), session)));
        } catch (IllegalArgumentException e) {
            return JsonRpcReply.result(id, toolResult(true, String.valueOf(e.getMessage())));
        }
    }

    private static JsonObject toolResult(boolean error, String text) {
        JsonObjectBuilder content =
                JSON.createObjectBuilder().add("type", "text").add("text", text);
        return JSON.createObjectBuilder()
                .add("content", JSON.createArrayBuilder().add(content))
                .add("isError", error)
                .build();
    }

    private static JsonObject objectOrEmpty(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static JsonValue parse(byte[] body) throws MalformedJsonException {
        try (JsonParser parser = JSON.createParser(new StringReader(decode(body)))) {
            parser.next();
            JsonValue value = parser.getValue();
            // A JsonReader would stop here, and never see what follows the value: for that, hasNext throws.
            if (parser.hasNext()) {
                throw new JsonException("More than one value");
            }
            return value;
        } catch (CharacterCodingException | RuntimeException | StackOverflowError e) {
            // Not only JsonException: parsers have their own limits, on nesting for one, and their own ways to say so.
            throw new MalformedJsonException(e);
        }
    }

    private static String decode(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /** The body is not JSON, or not JSON that can be handled. */
    private static final class MalformedJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedJsonException(Throwable cause) {
            super(cause);
        }
    }
}
