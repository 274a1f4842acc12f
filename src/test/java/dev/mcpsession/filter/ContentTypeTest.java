package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.servlet.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                " application/json\t",
                "application/json;",
                "application/json ; ; charset=utf-8",
                "application/json;Charset=UTF-8",
                "application/json;CHARSET=\"utf\\-8\"",
                "application/json;charset=utf8",
                "application/json; x=\"; charset=Shift_JIS\"",
                "application/json; x=\"a\\\"; charset=Shift_JIS\"; charset=utf-8",
                "text/plain;format=flowed"
            })
    void readings_onlyUtf8(String value) {
        assertThat(ContentType.leavesOnlyUtf8(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "application/",
                "/json",
                "application/json charset=utf-8",
                "application/json, application/json",
                "application/json;charset",
                "application/json;charset=",
                "application/json;charset=\"\"",
                "application/json;charset = utf-8",
                "application/json;charset=\"utf-8",
                "application/json;charset='utf-8'",
                "application/json;charset=utf-8,charset=Shift_JIS",
                "application/json; charset=Shift_JIS",
                "application/json; Charset=Shift_JIS",
                "application/json;charset=utf-8;charset=Shift_JIS",
                "application/json;charset=utf-8;charset=utf-8",
                "application/json;charset=utf-8;CHARSET=Shift_JIS",
                "application/json; x=\"; charset=utf-8\"; charset=Shift_JIS",
                "application/json; x=\"\\\"; charset=Shift_JIS",
                "application/json;charset*=utf-8''Shift_JIS",
                "application/json;charset=\u001futf-8",
                "application/json;ch\u0131rset=x/\u00e9"
            })
    void malformedOrAnotherCharset_otherReadings(String value) {
        assertThat(ContentType.leavesOnlyUtf8(value)).isFalse();
    }

    @Test
    void twoHeaders_otherReadings() {
        assertThat(ContentType.leavesOnlyUtf8(FakeRequest.of("POST")
                        .header("Content-Type", "application/json")
                        .header("Content-Type", "application/json")))
                .isFalse();
    }

    @Test
    void longHeader_isReadWithoutRecursion() {
        assertThat(ContentType.leavesOnlyUtf8("a/b" + ";x=\"\\y\"".repeat(100_000)))
                .isTrue();
    }
}
