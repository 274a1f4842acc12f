package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.spi.JsonProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitializeResultTest {

    private static final String RESULT = "{\"result\":{\"protocolVersion\":\"2025-11-25\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                RESULT,
                " \n" + RESULT + "\n",
                "data: " + RESULT + "\n\n",
                "data:" + RESULT,
                ": comment\r\n\r\nid: 1\r\ndata:\r\n\r\nevent: message\r\ndata: " + RESULT + "\r\n\r\n",
                "data: {\"result\":\rdata: {\"protocolVersion\":\"2025-11-25\"}}\r\r",
                "data: {\"method\":\"notifications/message\"}\n\ndata: " + RESULT + "\n\n",
            })
    void version_isFound(String body) {
        assertThat(version(body)).isEqualTo("2025-11-25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"error\":{\"code\":1}}",
                "{\"result\":null}",
                "{\"result\":{\"protocolVersion\":1}}",
                "data: {\n\ndata: []\n\n",
                "<html>",
            })
    void noVersion_isNull(String body) {
        assertThat(version(body)).isNull();
    }

    private static String version(String body) {
        return InitializeResult.protocolVersion(JsonProvider.provider(), body);
    }
}
