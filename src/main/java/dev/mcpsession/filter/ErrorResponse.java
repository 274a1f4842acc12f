package dev.mcpsession.filter;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the filter's own: a status, perhaps a header, and one JSON-RPC error object.
 *
 * <p>Messages are fixed texts: nothing from a request is repeated but its JSON-RPC id and the protocol version it asked
 * for.
 *
 * @param status the HTTP status
 * @param headers headers that belong to it
 * @param error the JSON-RPC error
 * @param id the JSON-RPC id to echo, or null for none
 */
record ErrorResponse(
        int status,
        Map<String, String> headers,
        JsonObject error,
        @Nullable JsonValue id) {

    /* Looked up once: the static methods of Json look it up at every call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int INTERNAL_ERROR = -32603;
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;
    private static final int LONGEST_ECHO = 64;

    /** In characters, as JSON. Ids of clients are short; a longer one would only make an answer large. */
    private static final int MAX_ECHOED_ID = 1024;

    static ErrorResponse ambiguousPath() {
        return badRequest("Path with a semicolon and an encoded slash, a backslash or a dot segment", null);
    }

    static ErrorResponse originNotAllowed() {
        return invalid(HttpServletResponse.SC_FORBIDDEN, "Origin not allowed", null);
    }

    static ErrorResponse methodNotAllowed(String allow) {
        return new ErrorResponse(
                HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                Map.of("Allow", allow),
                error(INVALID_REQUEST, "Method not allowed").build(),
                null);
    }

    static ErrorResponse contradictoryHeaders() {
        return badRequest("Mcp-Session-Id or MCP-Protocol-Version given twice with different values", null);
    }

    static ErrorResponse unsupportedVersion() {
        return badRequest("Unsupported protocol version", null);
    }

    static ErrorResponse unsupportedVersion(Collection<String> supported, String requested, @Nullable JsonValue id) {
        JsonObjectBuilder data = JSON.createObjectBuilder()
                .add("supported", JSON.createArrayBuilder(supported))
                .add("requested", requested.substring(0, Math.min(requested.length(), LONGEST_ECHO)));
        JsonObject error = error(UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version")
                .add("data", data)
                .build();
        return new ErrorResponse(HttpServletResponse.SC_BAD_REQUEST, Map.of(), error, id);
    }

    static ErrorResponse startWithInitialize(@Nullable JsonValue id) {
        return badRequest("Unsupported protocol version: sessions start with initialize", id);
    }

    static ErrorResponse headerMismatch(@Nullable JsonValue id) {
        JsonObject error = error(HEADER_MISMATCH, "MCP-Protocol-Version does not match the request's _meta")
                .build();
        return new ErrorResponse(HttpServletResponse.SC_BAD_REQUEST, Map.of(), error, id);
    }

    static ErrorResponse sessionNotFound(@Nullable JsonValue id) {
        return invalid(HttpServletResponse.SC_NOT_FOUND, "Session not found", id);
    }

    static ErrorResponse noSessionsHere(@Nullable JsonValue id) {
        return invalid(HttpServletResponse.SC_NOT_FOUND, "No sessions at a path of this form", id);
    }

    static ErrorResponse sessionRequired(@Nullable JsonValue id) {
        return badRequest("Mcp-Session-Id required", id);
    }

    static ErrorResponse unavailable(Duration retryAfter, @Nullable JsonValue id) {
        return unavailable(retryAfter, "No new sessions at the moment", id);
    }

    private static ErrorResponse unavailable(Duration retryAfter, String message, @Nullable JsonValue id) {
        return new ErrorResponse(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))),
                error(INVALID_REQUEST, message).build(),
                id);
    }

    static ErrorResponse notResumedYet(Duration retryAfter) {
        return unavailable(retryAfter, "Session not resumed yet", null);
    }

    static ErrorResponse internalError() {
        JsonObject error = error(INTERNAL_ERROR, "Internal error").build();
        return new ErrorResponse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, Map.of(), error, null);
    }

    static ErrorResponse bodyTooSlow() {
        return new ErrorResponse(
                HttpServletResponse.SC_REQUEST_TIMEOUT,
                Map.of("Connection", "close"),
                error(INVALID_REQUEST, "Body too slow").build(),
                null);
    }

    static ErrorResponse tooManyBodies() {
        return new ErrorResponse(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                Map.of("Retry-After", "1", "Connection", "close"),
                error(INVALID_REQUEST, "Too many bodies without a session at the moment")
                        .build(),
                null);
    }

    static ErrorResponse bodyTooLarge() {
        return invalid(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "Body too large without a session", null);
    }

    static ErrorResponse unparsableBody() {
        JsonObject error = error(PARSE_ERROR, "Parse error").build();
        return new ErrorResponse(HttpServletResponse.SC_BAD_REQUEST, Map.of(), error, null);
    }

    /** Writes the answer. Never {@code sendError}, which would bring the container's error page. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.getOutputStream().write(writeHead(response));
    }

    /**
     * Writes the answer to a request of any method: for HEAD without the body, which HTTP/2 would take for an error.
     */
    void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("HEAD")) {
            writeHead(response);
        } else {
            writeTo(response);
        }
    }

    /** Sets status and headers; returns the body. */
    private byte[] writeHead(HttpServletResponse response) {
        byte[] bytes = body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        return bytes;
    }

    /* Put together here, because not every provider writes a number that is larger than a long. */
    private String body() {
        String shownId = id == null ? "" : id.toString();
        boolean echoed = id != null && isEchoed(shownId);
        return "{\"jsonrpc\":\"2.0\"" + (echoed ? ",\"id\":" + shownId : "") + ",\"error\":" + error + "}";
    }

    /* JSON can escape an unpaired surrogate, which UTF-8 cannot encode: it would come back as another id. */
    private static boolean isEchoed(String text) {
        return text.length() <= MAX_ECHOED_ID
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static ErrorResponse badRequest(String message, @Nullable JsonValue id) {
        return invalid(HttpServletResponse.SC_BAD_REQUEST, message, id);
    }

    private static ErrorResponse invalid(int status, String message, @Nullable JsonValue id) {
        return new ErrorResponse(
                status, Map.of(), error(INVALID_REQUEST, message).build(), id);
    }

    private static JsonObjectBuilder error(int code, String message) {
        return JSON.createObjectBuilder().add("code", code).add("message", message);
    }
}
