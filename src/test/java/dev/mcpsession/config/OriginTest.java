package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https, app.example.com, app.example.com",
        "HTTP://App.Example.com:8080, http, app.example.com, app.example.com:8080",
        "http://[2001:DB8::1]:8080, http, [2001:db8::1], [2001:db8::1]:8080",
        "http://my_service, http, my_service, my_service",
        "vscode-webview://1a2b, vscode-webview, 1a2b, 1a2b"
    })
    void isSchemeAndHostAndPerhapsPort(String text, String scheme, String host, String authority) {
        assertThat(Origin.parse(text)).isEqualTo(new Origin(scheme, host, authority));
        assertThat(Origin.parse(text)).hasToString(scheme + "://" + authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "example.com",
                "//example.com",
                "https:",
                "https://",
                "https:///",
                "https://:80",
                "https://a/",
                "https://a/b",
                "https://a?b",
                "https://a#b",
                "https://u@a",
                "https://u:p@a",
                "https://a:b",
                "https://a:123456",
                "https://a b",
                " https://a",
                "https://a ",
                "https://a\n",
                "https://a,https://b",
                "https://*.a",
                "https://[::1",
                "https://::1",
                "1https://a",
                "https://a\\b",
                "https://ä.example",
                "https://a%2e"
            })
    void isNothingElse(String text) {
        assertThat(Origin.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a, a",
        "https://a, A:443",
        "https://A:443, a",
        "http://a, a:80",
        "http://a:80, a",
        "https://[::1], [::1]:443",
        "https://a:8443, a:8443",
        "app://a:1, a:1"
    })
    void hostWithTheSamePortOrTheDefaultOfTheScheme_isItsOwn(String origin, String host) {
        assertThat(Origin.parse(origin).isAt(host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a,",
        "https://a, ''",
        "https://a, :443",
        "https://a, b:443",
        "https://a, a:80",
        "http://a, a:443",
        "https://a:80, a",
        "https://a:443, a:80",
        "https://a:8443, a",
        "https://a, a:443:443",
        "https://a, a:0443",
        "app://a, a:443"
    })
    void otherHostOrPort_isNotItsOwn(String origin, String host) {
        assertThat(Origin.parse(origin).isAt(host)).isFalse();
    }
}
