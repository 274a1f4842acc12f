package dev.mcpsession.demo;

import dev.mcpsession.McpSession;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** How this application gets at the session of a request, and what it says of it. */
final class SessionInfo {

    private SessionInfo() {}

    /**
     * The session that the filter found for a request: all it takes is a request attribute.
     *
     * @param request a request that has come through the filter
     * @return its session; null if it belongs to none
     */
    static @Nullable McpSession of(HttpServletRequest request) {
        return (McpSession) request.getAttribute(McpSession.ATTRIBUTE);
    }

    /**
     * The session as text.
     *
     * @param session a session, or null
     * @return a JSON object with what the session tells; {@code no session} for null
     */
    static String describe(@Nullable McpSession session) {
        if (session == null) {
            return "no session";
        }
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("handle", session.handle())
                .add("created", session.created().toString())
                .add("lastActivity", session.lastActivity().toString());
        json.add("protocolVersion", textOrNull(session.protocolVersion()));
        json.add("clientName", textOrNull(session.clientName()));
        json.add("clientVersion", textOrNull(session.clientVersion()));
        return json.build().toString();
    }

    private static JsonValue textOrNull(@Nullable String text) {
        return text == null ? JsonValue.NULL : Json.createValue(text);
    }
}
