package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.servlet.FakeRequest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {

    private static final String PUBLIC_ADDRESS = "192.0.2.1";

    private final OriginRule rule = new OriginRule(AllowedOrigins.of(Set.of()));

    @ParameterizedTest
    @ValueSource(strings = {PUBLIC_ADDRESS, "127.0.0.1", "::1"})
    void noOriginPasses(String localAddress) {
        assertThat(allows(
                        rule,
                        FakeRequest.post("{}").header("Host", "any.example").localAddress(localAddress)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, app.example.com",
        "http://app.example.com, app.example.com",
        "https://app.example.com:8443, app.example.com:8443",
        "HTTPS://App.Example.COM, app.example.com",
        "https://app.example.com, APP.example.com",
        "http://192.0.2.1:8080, 192.0.2.1:8080",
        "http://[2001:db8::1]:8080, [2001:db8::1]:8080",
        "http://[2001:DB8::1], [2001:db8::1]",
        "' https://app.example.com ', app.example.com",
        "http://my_service:8080, my_service:8080",
    })
    void theEndpointsOwnHostAndPortPass(String origin, String host) {
        assertThat(allows(origin, host, PUBLIC_ADDRESS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, app.example.com",
        "https://app.example.com:8443, app.example.com",
        "https://app.example.com, app.example.com:444",
        "https://app.example.com:80, app.example.com:8080",
        "https://app.example.com.evil.example, app.example.com",
        "https://evil-app.example.com, app.example.com",
        "https://xapp.example.com, app.example.com",
        "https://app.example.com., app.example.com",
        "https://app.example.com@evil.example, app.example.com",
        "https://evil@app.example.com, app.example.com",
        "https://evil@app.example.com, evil@app.example.com",
        "https://:@app.example.com, app.example.com",
        "https://app.example.com/, app.example.com",
        "https://app.example.com/path, app.example.com",
        "https://app.example.com?q, app.example.com",
        "https://app.example.com#f, app.example.com",
        "https://app.example.com\\@evil.example, app.example.com",
        "https://[2001:db8::2], [2001:db8::1]",
        "https:app.example.com, app.example.com",
        "//app.example.com, app.example.com",
        "app.example.com, app.example.com",
        "https://, ''",
        "'', ''",
        "'  ', app.example.com",
        "null, app.example.com",
        "null, null",
        "'https://app.example.com https://app.example.com', app.example.com",
        "'https://app.example.com, https://app.example.com', app.example.com",
        "not a uri, app.example.com",
        "https://a b, a b",
        "'https://%', app.example.com"
    })
    void everythingElseIsRefused(String origin, String host) {
        assertThat(allows(origin, host, PUBLIC_ADDRESS)).isFalse();
    }

    /* Java takes them for spaces, HTTP does not. */
    @ParameterizedTest
    @ValueSource(strings = {"\u000b", "\f", "\u001c", "\u2003"})
    void whatIsNoSpaceToHttpIsPartOfTheOrigin(String almostSpace) {
        assertThat(allows(almostSpace + "https://app.example.com", "app.example.com", PUBLIC_ADDRESS))
                .isFalse();
        assertThat(allows("https://app.example.com" + almostSpace, "app.example.com", PUBLIC_ADDRESS))
                .isFalse();
        assertThat(allows("\thttps://app.example.com \t", "app.example.com", PUBLIC_ADDRESS))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, app.example.com:443, true",
        "http://app.example.com, app.example.com:80, true",
        "https://app.example.com:443, app.example.com, true",
        "https://app.example.com, app.example.com:80, false",
        "http://app.example.com, app.example.com:443, false"
    })
    void missingPort_isTheDefaultOfTheOriginsScheme(String origin, String host, boolean allowed) {
        assertThat(allows(origin, host, PUBLIC_ADDRESS)).isEqualTo(allowed);
        assertThat(allows(origin, host, "127.0.0.1")).as("DNS rebinding").isFalse();
    }

    @Test
    void withoutHostNoOriginMatches() {
        assertThat(allows(rule, FakeRequest.post("{}").origin("https://app.example.com")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080, 127.0.0.1",
        "http://LOCALHOST:8080, localhost:8080, 127.0.0.1",
        "http://127.0.0.1:8080, 127.0.0.1:8080, 127.0.0.1",
        "http://127.1.2.3, 127.1.2.3, 127.1.2.3",
        "http://[::1]:8080, [::1]:8080, ::1",
        "http://[::1]:8080, [::1]:8080, 0:0:0:0:0:0:0:1",
        "http://localhost, localhost, ::ffff:127.0.0.1"
    })
    void onLoopbackALoopbackHostPasses(String origin, String host, String localAddress) {
        assertThat(allows(origin, host, localAddress)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example:8080, evil.example:8080, 127.0.0.1",
        "http://evil.example:8080, evil.example:8080, 127.0.0.2",
        "http://evil.example, evil.example, ::1",
        "http://evil.example, evil.example, 0:0:0:0:0:0:0:1",
        "http://evil.example, evil.example, ::ffff:127.0.0.1",
        "http://localhost.evil.example, localhost.evil.example, 127.0.0.1",
        "http://127.0.0.1.evil.example, 127.0.0.1.evil.example, 127.0.0.1",
        "http://evil-localhost, evil-localhost, 127.0.0.1",
        "http://128.0.0.1, 128.0.0.1, 127.0.0.1",
        "http://localhost:3000, localhost:8080, 127.0.0.1"
    })
    void onLoopbackAnotherHostIsDnsRebinding(String origin, String host, String localAddress) {
        assertThat(allows(origin, host, localAddress)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com", "HTTPS://APP.example.com", "null"})
    void aListedOriginPassesWhateverTheHost(String origin) {
        OriginRule listing = new OriginRule(AllowedOrigins.of(Set.of("https://app.example.com", "null")));
        FakeRequest request = FakeRequest.post("{}")
                .origin(origin)
                .header("Host", "other.example")
                .localAddress("127.0.0.1");

        assertThat(allows(listing, request)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com:8443",
                "http://app.example.com",
                "https://app.example.com.evil.example",
                "https://sub.app.example.com",
                "null",
                "https://app.example.com/",
                ""
            })
    void whatIsAlmostListedIsNot(String origin) {
        OriginRule listing = new OriginRule(AllowedOrigins.of(Set.of("https://app.example.com")));

        assertThat(allows(listing, FakeRequest.post("{}").origin(origin).header("Host", "other.example")))
                .isFalse();
    }

    @Test
    void twoDifferentOriginsAreRefused() {
        FakeRequest request = FakeRequest.post("{}")
                .header("Host", "app.example.com")
                .origin("https://app.example.com")
                .origin("https://evil.example");

        assertThat(allows(rule, request)).isFalse();
    }

    @Test
    void twoListedOriginsAreRefusedAsWell() {
        OriginRule listing = new OriginRule(AllowedOrigins.of(Set.of("https://a.example", "https://b.example")));

        assertThat(allows(
                        listing,
                        FakeRequest.post("{}").origin("https://a.example").origin("https://b.example")))
                .isFalse();
    }

    @Test
    void theSameOriginTwiceCountsOnce() {
        FakeRequest request = FakeRequest.post("{}")
                .header("Host", "app.example.com")
                .origin("https://app.example.com")
                .origin("https://app.example.com");

        assertThat(allows(rule, request)).isTrue();
    }

    private static boolean allows(OriginRule rule, FakeRequest request) {
        return rule.allows(RequestOrigin.of(request), request);
    }

    private boolean allows(String origin, String host, String localAddress) {
        return allows(
                rule, FakeRequest.post("{}").origin(origin).header("Host", host).localAddress(localAddress));
    }
}
