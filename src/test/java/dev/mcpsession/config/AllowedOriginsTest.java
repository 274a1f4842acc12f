package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    private final AllowedOrigins origins = AllowedOrigins.of(List.of(
            "https://App.example",
            "http://localhost:*",
            "http://[::1]:*",
            "null",
            "VSCode-webview://*",
            "moz-extension://*"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example",
                "HTTPS://APP.EXAMPLE",
                "http://localhost",
                "http://localhost:1",
                "http://LOCALHOST:65535",
                "http://[::1]:3000",
                "null",
                "vscode-webview://1a2b3c",
                "VSCODE-WEBVIEW://1a2b3c",
                "moz-extension://0b1e6b66-0d9c-4bd2-a1a8-92b1d5f4cd5c"
            })
    void containsWhatIsListed(String origin) {
        assertThat(origins.contains(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "https://app.example:8443",
                "http://app.example",
                "https://app.example.evil",
                "https://evil.app.example",
                "https://localhost:1",
                "http://localhost.evil:1",
                "http://localhost:1@evil",
                "http://localhost:",
                "http://localhost:x",
                "http://localhost:*",
                "http://localhost:1/",
                "http://127.0.0.1:1",
                "http://[::2]:3000",
                "file://",
                "NULL:",
                "vscode-webview://",
                "vscode-webview://*",
                "vscode-webview://1a2b/x",
                "vscode-webview-2://1a2b",
                "chrome-extension://1a2b"
            })
    void containsNothingElse(String origin) {
        assertThat(origins.contains(origin)).isFalse();
    }

    @Test
    void isEmptyWithoutEntries() {
        assertThat(AllowedOrigins.NONE.isEmpty()).isTrue();
        assertThat(AllowedOrigins.of(List.of("http://localhost:*")).isEmpty()).isFalse();
        assertThat(AllowedOrigins.of(List.of("http://localhost")).isEmpty()).isFalse();
        assertThat(AllowedOrigins.of(List.of("app://*")).isEmpty()).isFalse();
        assertThat(origins.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "http://*",
                "HTTPS://*",
                "://*",
                "*://*",
                "a b://*",
                "vscode-webview://x*",
                "x://y://*",
                "http://*:*",
                "localhost:*",
                "http://localhost:1:*",
                "http://localhost/:*",
                ""
            })
    void takesNoOtherWildcard(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> AllowedOrigins.of(List.of(entry)));
    }
}
