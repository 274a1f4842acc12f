package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorResponseTest {

    private static final JsonValue ID = Json.createValue(7);

    private final FakeResponse response = new FakeResponse();

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource
    void isOneJsonRpcErrorObject(ErrorResponse error, int status, String body) throws IOException {
        error.writeTo(response);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.text()).isEqualTo(body);
    }

    static Stream<Arguments> isOneJsonRpcErrorObject() {
        return Stream.of(
                Arguments.of(
                        ErrorResponse.ambiguousPath(),
                        400,
                        without(-32600, "Path with a semicolon and an encoded slash, a backslash or a dot segment")),
                Arguments.of(ErrorResponse.originNotAllowed(), 403, without(-32600, "Origin not allowed")),
                Arguments.of(ErrorResponse.methodNotAllowed("POST"), 405, without(-32600, "Method not allowed")),
                Arguments.of(
                        ErrorResponse.contradictoryHeaders(),
                        400,
                        without(-32600, "Mcp-Session-Id or MCP-Protocol-Version given twice with different values")),
                Arguments.of(ErrorResponse.unsupportedVersion(), 400, without(-32600, "Unsupported protocol version")),
                Arguments.of(
                        ErrorResponse.startWithInitialize(ID),
                        400,
                        with(-32600, "Unsupported protocol version: sessions start with initialize")),
                Arguments.of(
                        ErrorResponse.headerMismatch(ID),
                        400,
                        with(-32020, "MCP-Protocol-Version does not match the request's _meta")),
                Arguments.of(ErrorResponse.sessionNotFound(ID), 404, with(-32600, "Session not found")),
                Arguments.of(ErrorResponse.sessionNotFound(null), 404, without(-32600, "Session not found")),
                Arguments.of(ErrorResponse.sessionRequired(ID), 400, with(-32600, "Mcp-Session-Id required")),
                Arguments.of(
                        ErrorResponse.unavailable(Duration.ofSeconds(5), ID),
                        503,
                        with(-32600, "No new sessions at the moment")),
                Arguments.of(ErrorResponse.bodyTooLarge(), 413, without(-32600, "Body too large without a session")),
                Arguments.of(ErrorResponse.unparsableBody(), 400, without(-32700, "Parse error")),
                Arguments.of(
                        ErrorResponse.unsupportedVersion(List.of("2025-06-18", "2025-11-25"), "2026-07-28", ID),
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\","
                                + "\"data\":{\"supported\":[\"2025-06-18\",\"2025-11-25\"],\"requested\":\"2026-07-28\"}}}"));
    }

    @Test
    void echoesNoIdThatWouldComeBackAsAnother() throws IOException {
        ErrorResponse.sessionRequired(Json.createValue("an unpaired surrogate: \udc00"))
                .writeTo(response);

        assertThat(response.text()).isEqualTo(without(-32600, "Mcp-Session-Id required"));
    }

    @Test
    void asksAnIdForNothingButItsText() throws IOException {
        JsonNumber number = (JsonNumber) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JsonNumber.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return "12345678901234567890123";
                    }
                    throw new ArithmeticException("Overflow");
                });

        ErrorResponse.sessionRequired(number).writeTo(response);

        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":12345678901234567890123,\"error\":");
    }

    private static String without(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }

    private static String with(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\"', '\"a\"'",
        "'\"\\\"<\\n\"', '\"\\\"<\\n\"'",
        "1.50, 1.50",
        "-3, -3",
        "12345678901234567890, 12345678901234567890"
    })
    void echoesTheIdAsItCame(String id, String echoed) throws IOException {
        JsonRpcPeek message =
                new JsonRpcPeeker(TimeSource.system()).read(FakeRequest.post("{\"id\":" + id + ",\"method\":\"x\"}"));

        ErrorResponse.sessionRequired(message.id()).writeTo(response);

        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + echoed + ",\"error\":");
    }

    @Test
    void errors_areNotCached() throws IOException {
        ErrorResponse.sessionNotFound(Json.createValue("ä")).writeTo(response);

        assertThat(response.getContentType()).isEqualTo("application/json");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Content-Length"))
                .isEqualTo(Integer.toString(response.text().length() + 1));
    }

    @Test
    void namesTheAllowedMethods() throws IOException {
        ErrorResponse.methodNotAllowed("POST, GET").writeTo(response);

        assertThat(response.getHeader("Allow")).isEqualTo("POST, GET");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.9S, 1", "PT1S, 1", "PT1M, 60"})
    void saysWhenToComeAgainInWholeSeconds(Duration after, String seconds) throws IOException {
        ErrorResponse.unavailable(after, null).writeTo(response);

        assertThat(response.getHeader("Retry-After")).isEqualTo(seconds);
    }

    @Test
    void repeatsNoMoreThan64CharactersOfAVersion() {
        ErrorResponse error = ErrorResponse.unsupportedVersion(List.of("2025-11-25"), "x".repeat(10_000), null);

        assertThat(error.error().getJsonObject("data").getString("requested")).isEqualTo("x".repeat(64));
    }

    @Test
    void idOver1024Characters_isNotEchoed() throws IOException {
        ErrorResponse.sessionRequired(Json.createValue("x".repeat(1023))).writeTo(response);

        assertThat(response.text()).doesNotContain("\"id\"");
    }

    @Test
    void idOf1024Characters_isEchoed() throws IOException {
        ErrorResponse.sessionRequired(Json.createValue("x".repeat(1022))).writeTo(response);

        assertThat(response.text()).contains("\"id\":\"xxx");
    }

    @Test
    void head_isAnsweredWithoutABody() throws IOException {
        ErrorResponse.methodNotAllowed("POST").writeTo(FakeRequest.of("HEAD"), response);

        assertThat(response.text()).isEmpty();
        assertThat(response.getStatus()).isEqualTo(405);
        assertThat(response.getHeader("Content-Length")).matches("[1-9][0-9]*");
    }
}
