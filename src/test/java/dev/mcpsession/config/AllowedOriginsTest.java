package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    private final AllowedOrigins origins =
            AllowedOrigins.of(List.of("https://App.example", "http://localhost:*", "http://[::1]:*", "null"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example",
                "HTTPS://APP.EXAMPLE",
                "http://localhost",
                "http://localhost:1",
                "http://LOCALHOST:65535",
                "http://[::1]:3000",
                "null"
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
                "NULL:"
            })
    void containsNothingElse(String origin) {
        assertThat(origins.contains(origin)).isFalse();
    }

    @Test
    void isEmptyWithoutEntries() {
        assertThat(AllowedOrigins.NONE.isEmpty()).isTrue();
        assertThat(AllowedOrigins.of(List.of("http://localhost:*")).isEmpty()).isFalse();
        assertThat(AllowedOrigins.of(List.of("http://localhost")).isEmpty()).isFalse();
        assertThat(origins.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "http://*", "http://*:*", "localhost:*", "http://localhost:1:*", "http://localhost/:*", ""})
    void takesNoOtherWildcard(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> AllowedOrigins.of(List.of(entry)));
    }
}
