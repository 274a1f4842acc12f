package dev.mcpsession.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** What the filter answers in an endpoint's place, to the byte. */
public record Refused(
        int status, int code, String message, @Nullable String data) {

    public static final Refused AMBIGUOUS_PATH =
            new Refused(400, -32600, "Path with a semicolon and an encoded slash, a backslash or a dot segment", null);
    public static final Refused ORIGIN = new Refused(403, -32600, "Origin not allowed", null);
    public static final Refused METHOD = new Refused(405, -32600, "Method not allowed", null);
    public static final Refused CONTRADICTION =
            new Refused(400, -32600, "Mcp-Session-Id or MCP-Protocol-Version given twice with different values", null);
    public static final Refused VERSION = new Refused(400, -32600, "Unsupported protocol version", null);
    public static final Refused NOT_FOUND = new Refused(404, -32600, "Session not found", null);
    public static final Refused SESSION_REQUIRED = new Refused(400, -32600, "Mcp-Session-Id required", null);
    public static final Refused UNAVAILABLE = new Refused(503, -32600, "No new sessions at the moment", null);
    public static final Refused TOO_LARGE = new Refused(413, -32600, "Body too large without a session", null);
    public static final Refused BODY_TOO_SLOW = new Refused(408, -32600, "Body too slow", null);
    public static final Refused TOO_MANY_BODIES =
            new Refused(503, -32600, "Too many bodies without a session at the moment", null);
    public static final Refused UNPARSABLE = new Refused(400, -32700, "Parse error", null);
    public static final Refused START_WITH_INITIALIZE =
            new Refused(400, -32600, "Unsupported protocol version: sessions start with initialize", null);
    public static final Refused HEADER_MISMATCH =
            new Refused(400, -32020, "MCP-Protocol-Version does not match the request's _meta", null);

    /** The refusal of a version that is not among the supported ones, which are given as they stand in a JSON array. */
    public static Refused unsupported(String supported, String requested) {
        return new Refused(
                400,
                -32022,
                "Unsupported protocol version",
                "{\"supported\":[" + supported + "],\"requested\":\"" + requested + "\"}");
    }

    /** Asserts that an answer is this one, without a JSON-RPC id. */
    public void is(HttpAnswer answer) {
        is(answer, null);
    }

    /** Asserts that an answer is this one and echoes a JSON-RPC id, which is given as JSON. */
    public void is(HttpAnswer answer, @Nullable String id) {
        String body = "{\"jsonrpc\":\"2.0\"," + (id == null ? "" : "\"id\":" + id + ",") + "\"error\":{\"code\":" + code
                + ",\"message\":\"" + message + "\"" + (data == null ? "" : ",\"data\":" + data) + "}}";
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(answer.status()).as("status").isEqualTo(status);
        softly.assertThat(answer.text()).as("body").isEqualTo(body);
        softly.assertThat(answer.headers("Content-Type")).as("Content-Type").containsExactly("application/json");
        softly.assertThat(answer.headers("Cache-Control")).as("Cache-Control").containsExactly("no-store");
        softly.assertThat(answer.headers(HttpAnswer.SESSION_ID))
                .as("session id on an error")
                .isEmpty();
        softly.assertAll();
    }

    /** Asserts that an answer is this one and names the methods that would do. */
    public void allowing(String methods, HttpAnswer answer) {
        is(answer);
        assertThat(answer.headers("Allow")).containsExactly(methods);
    }
}
