package dev.mcpsession.demo;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC 2.0 response as Jakarta JSON Binding writes it: members that are null are left out.
 *
 * @param jsonrpc the version of JSON-RPC
 * @param id the id of the request; null where there was no request to read
 * @param result a record of {@link McpResults}, or an empty object; null for an error
 * @param error what is wrong; null for a result
 */
@JsonbPropertyOrder({"jsonrpc", "id", "result", "error"})
public record JsonRpcResponse(
        String jsonrpc,
        @Nullable JsonValue id,
        @Nullable Object result,
        @Nullable ErrorObject error) {

    private static final String VERSION = "2.0";

    /**
     * The error of a response.
     *
     * @param code a JSON-RPC error code
     * @param message what is wrong
     */
    @JsonbPropertyOrder({"code", "message"})
    public record ErrorObject(int code, String message) {}

    static JsonRpcResponse result(JsonValue id, Object result) {
        return new JsonRpcResponse(VERSION, id, result, null);
    }

    static JsonRpcResponse error(@Nullable JsonValue id, int code, String message) {
        return new JsonRpcResponse(VERSION, id, null, new ErrorObject(code, message));
    }
}
