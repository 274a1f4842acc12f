package dev.mcpsession.demo;

import dev.mcpsession.McpSession;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The MCP of the stateless endpoint: one message in, one reply out, nothing kept. */
final class StatelessServer {

    /** Found once: {@code Json} would look for it each time. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final Jsonb BINDING = JsonbBuilder.create();

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
            case "ping" -> JsonRpcReply.result(id, Map.of());
            case "tools/list" -> JsonRpcReply.result(id, toolList());
            case "tools/call" -> toolCall(id, params, session);
            default -> JsonRpcReply.error(id, JsonRpcReply.METHOD_NOT_FOUND, "Method not found");
        };
    }

    private static McpResults.Initialize initialize(JsonObject params) {
        String requested = bound(params, McpParams.Initialize.class)
                .map(McpParams.Initialize::protocolVersion)
                .orElse(LATEST);
        return new McpResults.Initialize(
                SUPPORTED.contains(requested) ? requested : LATEST,
                new McpResults.Capabilities(Map.of()),
                new McpResults.Implementation("mcp-session-filter stateless demo", "1"));
    }

    private static McpResults.ToolList toolList() {
        return new McpResults.ToolList(Arrays.stream(SharedTool.values())
                .map(tool -> new McpResults.Tool(tool.toolName(), tool.description(), schemaOf(tool)))
                .toList());
    }

    private static JsonObject schemaOf(SharedTool tool) {
        try (JsonReader reader = JSON.createReader(new StringReader(tool.inputSchema()))) {
            return reader.readObject();
        }
    }

    private static JsonRpcReply toolCall(JsonValue id, JsonObject params, @Nullable McpSession session) {
        Optional<McpParams.ToolCall> call = bound(params, McpParams.ToolCall.class);
        Optional<SharedTool> tool = call.map(McpParams.ToolCall::name).flatMap(SharedTool::named);
        if (tool.isEmpty()) {
            return JsonRpcReply.error(id, JsonRpcReply.INVALID_PARAMS, "Unknown tool");
        }
        JsonObject arguments = call.map(McpParams.ToolCall::arguments).orElse(JsonValue.EMPTY_JSON_OBJECT);
        try {
            String text = tool.get().call(name -> arguments.getString(name, null), session);
            return JsonRpcReply.result(id, McpResults.ToolResult.of(text, false));
        } catch (IllegalArgumentException e) {
            return JsonRpcReply.result(id, McpResults.ToolResult.of(String.valueOf(e.getMessage()), true));
        }
    }

    /** A response as JSON. */
    static String text(JsonRpcResponse response) {
        return BINDING.toJson(response);
    }

    /* Empty where a member is of another type. */
    private static <T> Optional<T> bound(JsonObject params, Class<T> type) {
        try {
            return Optional.of(BINDING.fromJson(params.toString(), type));
        } catch (JsonbException e) {
            return Optional.empty();
        }
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
