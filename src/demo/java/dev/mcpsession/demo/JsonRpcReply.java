package dev.mcpsession.demo;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What goes back over HTTP.
 *
 * @param status the HTTP status
 * @param body a JSON-RPC response; null for none
 */
record JsonRpcReply(int status, @Nullable JsonRpcResponse body) {

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
    static JsonRpcReply result(JsonValue id, Object result) {
        return new JsonRpcReply(200, JsonRpcResponse.result(id, result));
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
        return new JsonRpcReply(200, JsonRpcResponse.error(id, code, text));
    }

    /**
     * The answer to what is not a JSON-RPC message.
     *
     * @param code a JSON-RPC error code
     * @param text what is wrong
     * @return 400
     */
    static JsonRpcReply malformed(int code, String text) {
        return new JsonRpcReply(400, JsonRpcResponse.error(null, code, text));
    }

    /**
     * The answer to a message that is too long to be read.
     *
     * @return 413
     */
    static JsonRpcReply tooLarge() {
        return new JsonRpcReply(413, JsonRpcResponse.error(null, INVALID_REQUEST, "Message too large"));
    }
}
