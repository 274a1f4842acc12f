package dev.mcpsession.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import org.jspecify.annotations.Nullable;

/**
 * What goes back over HTTP.
 *
 * @param status the HTTP status
 * @param body a JSON-RPC response as text; null for none
 */
record JsonRpcReply(int status, @Nullable String body) {

    /** Found once: {@code Json} would look for it each time. */
    static final JsonProvider JSON = JsonProvider.provider();

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    /**
     * The answer to a message that wants none.
     *
     * @return 202
     */
    static JsonRpcReply accepted() {
        return new JsonRpcReply(202, null);
    }

    /**
     * The answer to a request that was served.
     *
     * @param id the id of the request
     * @param result what it asked for
     * @return 200
     */
    static JsonRpcReply result(JsonValue id, JsonObject result) {
        return new JsonRpcReply(
                200, message().add("id", id).add("result", result).build().toString());
    }

    /**
     * The answer to a well-formed request that could not be served.
     *
     * @param id the id of the request
     * @param code a JSON-RPC error code
     * @param text what is wrong
     * @return 200, as JSON-RPC errors go
     */
    static JsonRpcReply error(JsonValue id, int code, String text) {
        return new JsonRpcReply(
                200,
                message().add("id", id).add("error", error(code, text)).build().toString());
    }

    /**
     * The answer to what is not a JSON-RPC message.
     *
     * @param code a JSON-RPC error code
     * @param text what is wrong
     * @return 400
     */
    static JsonRpcReply malformed(int code, String text) {
        return new JsonRpcReply(
                400, message().add("error", error(code, text)).build().toString());
    }

    /**
     * The answer to a message that is too long to be read.
     *
     * @return 413
     */
    static JsonRpcReply tooLarge() {
        String text = message()
                .add("error", error(INVALID_REQUEST, "Message too large"))
                .build()
                .toString();
        return new JsonRpcReply(413, text);
    }

    private static JsonObjectBuilder message() {
        return JSON.createObjectBuilder().add("jsonrpc", "2.0");
    }

    private static JsonObject error(int code, String text) {
        return JSON.createObjectBuilder().add("code", code).add("message", text).build();
    }
}
