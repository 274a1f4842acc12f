package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeKeysTest {

    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String BASE64URL = "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrzf8";

    @TempDir
    private Path folder;

    @Test
    void hexadecimalAndBase64Url_areRead() {
        ResumeKeys keys = ResumeKeys.parse(HEX + " , " + BASE64URL);

        assertThat(keys.secrets()).hasSize(2);
        assertThat(keys.secrets().get(0)).isEqualTo(HexFormat.of().parseHex(HEX));
        assertThat(keys.secrets().get(1)).hasSize(32).endsWith(0xcd, 0xff);
    }

    @Test
    void file_hasOneSecretOnEachLine() throws Exception {
        Path file = folder.resolve("keys");
        Files.writeString(file, HEX + "\r\n\n" + BASE64URL + "\n");

        assertThat(ResumeKeys.parse("file:" + file).secrets()).hasSize(2);
    }

    @Test
    void text_showsHowManyThereAre() {
        assertThat(ResumeKeys.parse(HEX)).hasToString("1 key");
        assertThat(ResumeKeys.parse(HEX + "," + BASE64URL)).hasToString("2 keys");
    }

    @Test
    void secretsAreCopies() {
        ResumeKeys keys = ResumeKeys.parse(HEX);
        keys.secrets().get(0)[0] = 99;

        assertThat(keys.secrets().get(0)[0]).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd",
                "hunter2hunter2hunter2hunter2hunter2!",
                "file:",
                "file:/does/not/exist",
                "file:\u0000",
            })
    void badValue_failsWithTheExpectedForm_andShowsNoSecret(String text) {
        assertThatThrownBy(
                        () -> Parameter.RESUME_KEY.parse(ResumeKeys.class, "context-param mcp.session.resumeKey", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("context-param mcp.session.resumeKey")
                .hasMessageContaining("expected secrets with commas between them")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("0123");
    }

    @Test
    void sameSecretTwice_isRefused() {
        assertThatThrownBy(() -> ResumeKeys.parse(HEX + "," + HEX.toUpperCase(java.util.Locale.ROOT)))
                .hasMessageContaining("twice")
                .hasMessageNotContaining("0123");
    }

    @Test
    void effectiveConfiguration_showsNoSecret() {
        ConfigurationReader reader =
                new ConfigurationReader(Map.of(), Map.of(), Map.of(), Map.of("MCP_SESSION_RESUME_KEY", HEX));

        assertThat(reader.read().resumeKeys()).isNotNull();
        assertThat(reader.effective())
                .contains("resumeKey=1 key (environment variable MCP_SESSION_RESUME_KEY)")
                .doesNotContain("0123");
    }

    @Test
    void noKey_isShownAsNone() {
        ConfigurationReader reader = new ConfigurationReader(Map.of(), Map.of(), Map.of(), Map.of());

        assertThat(reader.read().resumeKeys()).isNull();
        assertThat(reader.effective()).contains("resumeKey=none (default)", "resumeWithin=PT168H (default)");
    }
}
