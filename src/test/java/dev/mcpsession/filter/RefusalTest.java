package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

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

class RefusalTest {

    private static final JsonValue ID = Json.createValue(7);

    private final FakeResponse response = new FakeResponse();

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource
    void isOneJsonRpcErrorObject(Refusal refusal, int status, String body) throws IOException {
        refusal.writeTo(response);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.text()).isEqualTo(body);
    }

    static Stream<Arguments> isOneJsonRpcErrorObject() {
        return Stream.of(
                Arguments.of(Refusal.originNotAllowed(), 403, without(-32600, "Origin not allowed")),
                Arguments.of(Refusal.methodNotAllowed("POST"), 405, without(-32600, "Method not allowed")),
                Arguments.of(
                        Refusal.contradictoryHeaders(),
                        400,
                        without(-32600, "Mcp-Session-Id or MCP-Protocol-Version given twice with different values")),
                Arguments.of(Refusal.unsupportedVersion(), 400, without(-32600, "Unsupported protocol version")),
                Arguments.of(
                        Refusal.startWithInitialize(ID),
                        400,
                        with(-32600, "Unsupported protocol version: sessions start with initialize")),
                Arguments.of(
                        Refusal.headerMismatch(ID),
                        400,
                        with(-32020, "MCP-Protocol-Version does not match the request's _meta")),
                Arguments.of(Refusal.sessionNotFound(ID), 404, with(-32600, "Session not found")),
                Arguments.of(Refusal.sessionNotFound(null), 404, without(-32600, "Session not found")),
                Arguments.of(Refusal.sessionRequired(ID), 400, with(-32600, "Mcp-Session-Id required")),
                Arguments.of(
                        Refusal.unavailable(Duration.ofSeconds(5), ID),
                        503,
                        with(-32600, "No new sessions at the moment")),
                Arguments.of(Refusal.bodyTooLarge(), 413, without(-32600, "Body too large without a session")),
                Arguments.of(Refusal.unparsableBody(), 400, without(-32700, "Parse error")),
                Arguments.of(
                        Refusal.unsupportedVersion(List.of("2025-06-18", "2025-11-25"), "2026-07-28", ID),
                        400,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\","
                                + "\"data\":{\"supported\":[\"2025-06-18\",\"2025-11-25\"],\"requested\":\"2026-07-28\"}}}"));
    }

    @Test
    void echoesNoIdThatWouldComeBackAsAnother() throws IOException {
        Refusal.sessionRequired(Json.createValue("half a character: \udc00")).writeTo(response);

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

        Refusal.sessionRequired(number).writeTo(response);

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
        Message message = new MessageReader().read(FakeRequest.post("{\"id\":" + id + ",\"method\":\"x\"}"));

        Refusal.sessionRequired(message.id()).writeTo(response);

        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + echoed + ",\"error\":");
    }

    @Test
    void isJsonThatNobodyStores() throws IOException {
        Refusal.sessionNotFound(Json.createValue("ä")).writeTo(response);

        assertThat(response.getContentType()).isEqualTo("application/json");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Content-Length"))
                .isEqualTo(Integer.toString(response.text().length() + 1));
    }

    @Test
    void namesTheAllowedMethods() throws IOException {
        Refusal.methodNotAllowed("POST, GET").writeTo(response);

        assertThat(response.getHeader("Allow")).isEqualTo("POST, GET");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.9S, 1", "PT1S, 1", "PT1M, 60"})
    void saysWhenToComeAgainInWholeSeconds(Duration after, String seconds) throws IOException {
        Refusal.unavailable(after, null).writeTo(response);

        assertThat(response.getHeader("Retry-After")).isEqualTo(seconds);
    }

    @Test
    void repeatsNoMoreThan64CharactersOfAVersion() {
        Refusal refusal = Refusal.unsupportedVersion(List.of("2025-11-25"), "x".repeat(10_000), null);

        assertThat(refusal.error().getJsonObject("data").getString("requested")).isEqualTo("x".repeat(64));
    }
}
