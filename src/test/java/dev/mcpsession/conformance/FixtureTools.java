package dev.mcpsession.conformance;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** The tools that the suite calls: their names, texts and steps are its own. */
final class FixtureTools {

    private static final String NO_ARGUMENTS = "{\"type\":\"object\"}";

    /** The tool of a pending scenario: the client must get this schema as it is. */
    private static final String RICH_SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "type": "object",
             "$defs": {
               "address": {
                 "$anchor": "addressDef",
                 "type": "object",
                 "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
             "properties": {
               "name": {"type": "string"},
               "address": {"$ref": "#/$defs/address"},
               "contactMethod": {"type": "string", "enum": ["phone", "email"]},
               "phone": {"type": "string"},
               "email": {"type": "string"}},
             "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
             "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
             "then": {"required": ["phone"]},
             "else": {"required": ["email"]},
             "additionalProperties": false}""";

    private static final String DEFAULTS = """
            {"type": "object",
             "properties": {
               "name": {"type": "string", "default": "John Doe"},
               "age": {"type": "integer", "default": 30},
               "score": {"type": "number", "default": 95.5},
               "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
               "verified": {"type": "boolean", "default": true}},
             "required": []}""";

    private static final String ENUMS = """
            {"type": "object",
             "properties": {
               "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
               "titledSingle": {"type": "string", "oneOf": [
                 {"const": "value1", "title": "First Option"},
                 {"const": "value2", "title": "Second Option"},
                 {"const": "value3", "title": "Third Option"}]},
               "legacyEnum": {
                 "type": "string",
                 "enum": ["opt1", "opt2", "opt3"],
                 "enumNames": ["Option One", "Option Two", "Option Three"]},
               "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
               "titledMulti": {"type": "array", "items": {"anyOf": [
                 {"const": "value1", "title": "First Choice"},
                 {"const": "value2", "title": "Second Choice"},
                 {"const": "value3", "title": "Third Choice"}]}}},
             "required": []}""";

    private static final String CONTACT = """
            {"type": "object",
             "properties": {
               "username": {"type": "string", "description": "User's response"},
               "email": {"type": "string", "description": "User's email address"}},
             "required": ["username", "email"]}""";

    private FixtureTools() {}

    static List<SyncToolSpecification> all() {
        return List.of(
                tool("test_simple_text", (exchange, request) -> text("This is a simple text response for testing.")),
                tool("test_image_content", (exchange, request) -> content(image())),
                tool(
                        "test_audio_content",
                        (exchange, request) -> content(
                                AudioContent.builder(Media.WAV, "audio/wav").build())),
                tool(
                        "test_embedded_resource",
                        (exchange, request) -> content(embedded(
                                "test://embedded-resource", "text/plain", "This is an embedded resource content."))),
                tool(
                        "test_multiple_content_types",
                        (exchange, request) -> content(
                                TextContent.builder("Multiple content types test:")
                                        .build(),
                                image(),
                                embedded(
                                        "test://mixed-content-resource",
                                        "application/json",
                                        "{\"test\":\"data\",\"value\":123}"))),
                tool("test_tool_with_logging", FixtureTools::log),
                tool("test_tool_with_progress", FixtureTools::progress),
                tool(
                        "test_error_handling",
                        (exchange, request) -> CallToolResult.builder()
                                .addTextContent("This tool intentionally returns an error for testing")
                                .isError(true)
                                .build()),
                tool("test_sampling", needs("prompt"), FixtureTools::sample),
                tool("test_elicitation", needs("message"), (exchange, request) -> {
                    ElicitResult result = elicit(exchange, argument(request, "message"), CONTACT);
                    return text("User response: action=" + result.action() + ", content=" + result.content());
                }),
                tool("test_elicitation_sep1034_defaults", (exchange, request) -> elicited(exchange, DEFAULTS)),
                tool("test_elicitation_sep1330_enums", (exchange, request) -> elicited(exchange, ENUMS)),
                tool(
                        "json_schema_2020_12_tool",
                        RICH_SCHEMA,
                        (exchange, request) -> text("The schema is what counts.")));
    }

    private static SyncToolSpecification tool(
            String name, BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
        return tool(name, NO_ARGUMENTS, handler);
    }

    private static SyncToolSpecification tool(
            String name, String schema, BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
        Tool tool = Tool.builder(name, McpJsonDefaults.getMapper(), schema)
                .description("For the conformance suite.")
                .build();
        return new SyncToolSpecification(tool, handler);
    }

    private static CallToolResult log(McpSyncServerExchange exchange, CallToolRequest request) {
        log(exchange, "Tool execution started");
        pause();
        log(exchange, "Tool processing data");
        pause();
        log(exchange, "Tool execution completed");
        return text("Three log messages were sent.");
    }

    private static void log(McpSyncServerExchange exchange, String message) {
        exchange.loggingNotification(
                LoggingMessageNotification.builder(LoggingLevel.INFO, message).build());
    }

    private static CallToolResult progress(McpSyncServerExchange exchange, CallToolRequest request) {
        Object token = request.progressToken();
        for (int done = 0; done <= 100; done += 50) {
            if (token != null) {
                exchange.progressNotification(
                        ProgressNotification.builder(token, done).total(100.0).build());
            }
            pause();
        }
        return text("All of it is done.");
    }

    private static CallToolResult sample(McpSyncServerExchange exchange, CallToolRequest request) {
        SamplingMessage message = SamplingMessage.builder(
                        Role.USER,
                        TextContent.builder(argument(request, "prompt")).build())
                .build();
        Content answer = exchange.createMessage(
                        CreateMessageRequest.builder(List.of(message), 100).build())
                .content();
        return text("LLM response: " + (answer instanceof TextContent said ? said.text() : answer));
    }

    private static CallToolResult elicited(McpSyncServerExchange exchange, String schema) {
        ElicitResult result = elicit(exchange, "Please fill in the form.", schema);
        return text("Elicitation completed: action=" + result.action() + ", content=" + result.content());
    }

    private static ElicitResult elicit(McpSyncServerExchange exchange, String message, String schema) {
        return exchange.createElicitation(
                ElicitFormRequest.builder(message, object(schema)).build());
    }

    private static String needs(String argument) {
        return "{\"type\":\"object\",\"properties\":{\"" + argument + "\":{\"type\":\"string\"}},\"required\":[\""
                + argument + "\"]}";
    }

    private static String argument(CallToolRequest request, String name) {
        return String.valueOf(request.arguments().get(name));
    }

    private static Map<String, Object> object(String json) {
        try {
            return McpJsonDefaults.getMapper().readValue(json, new TypeRef<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageContent image() {
        return ImageContent.builder(Media.PNG, "image/png").build();
    }

    private static EmbeddedResource embedded(String uri, String type, String text) {
        return EmbeddedResource.builder(
                        TextResourceContents.builder(uri, text).mimeType(type).build())
                .build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static CallToolResult content(Content... parts) {
        return CallToolResult.builder().content(List.of(parts)).build();
    }

    /** What the suite asks for between two notifications. */
    private static void pause() {
        LockSupport.parkNanos(50_000_000);
    }
}
