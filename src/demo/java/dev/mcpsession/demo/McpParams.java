package dev.mcpsession.demo;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that the stateless endpoint reads, as Jakarta JSON Binding reads them. The message that they are a
 * part of has been parsed before: JSON Binding alone takes a member that comes twice, and ignores what follows the
 * message.
 */
public final class McpParams {

    private McpParams() {}

    /**
     * The parameters of {@code initialize}.
     *
     * @param protocolVersion the revision that the client asks for; null for none
     */
    public record Initialize(@Nullable String protocolVersion) {}

    /**
     * The parameters of {@code tools/call}.
     *
     * @param name the tool; null for none
     * @param arguments its arguments; null for none
     */
    public record ToolCall(@Nullable String name, @Nullable JsonObject arguments) {}
}
