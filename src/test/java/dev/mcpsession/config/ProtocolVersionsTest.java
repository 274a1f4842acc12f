package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolVersionsTest {

    private final ProtocolVersions both =
            new ProtocolVersions(List.of("2026-07-28", "2025-06-18", "2025-11-25", "2025-06-18"));
    private final ProtocolVersions withSessions = new ProtocolVersions(List.of("2025-11-25"));

    @Test
    void listsOldestFirstAndRepeatsOnce() {
        assertThat(both.listed()).containsExactly("2025-06-18", "2025-11-25", "2026-07-28");
        assertThat(both).hasToString("2025-06-18, 2025-11-25, 2026-07-28");
    }

    @Test
    void cannotBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProtocolVersions(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "2024-10-07", "2025-11-24", "2025-06-19", "2026-13-01", " 2025-11-25"})
    void holdsRevisionsOnly(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProtocolVersions(List.of("2025-11-25", text)));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, true",
        "2025-03-26, true",
        "2025-06-18, true",
        "2025-11-25, true",
        "2024-10-07, false",
        "2026-07-28, false",
        "'2025-11-25 ', false",
        "'', false"
    })
    void revisionWithSessions_isKnownListedOrNot(String text, boolean known) {
        assertThat(ProtocolVersions.hasSessions(text)).isEqualTo(known);
    }

    @Test
    void knowsWhatIsListed() {
        assertThat(both.isListed("2026-07-28")).isTrue();
        assertThat(both.isListed("2025-06-18")).isTrue();
        assertThat(both.isListed("2025-03-26")).isFalse();
        assertThat(withSessions.isListed("2026-07-28")).isFalse();
    }

    @Test
    void knowsWhatIsListedAndSessionless() {
        assertThat(both.isListedSessionless("2026-07-28")).isTrue();
        assertThat(both.isListedSessionless("2025-11-25")).as("has sessions").isFalse();
        assertThat(both.isListedSessionless("2027-01-01")).as("not listed").isFalse();
    }

    @Test
    void knowsWhetherAnyIsSessionless() {
        assertThat(both.anySessionless()).isTrue();
        assertThat(withSessions.anySessionless()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-28, true",
        "2025-11-26, true",
        "9999-12-31, true",
        "2025-11-25, false",
        "2025-06-18, false",
        "1999-01-01, false",
        "2026-7-28, false",
        "2026-02-30, false",
        "draft, false",
        "'', false",
        "'2026-07-28 ', false",
        "DRAFT-2026-v1, false"
    })
    void newerThanSessionsIsADateAfterTheLastRevisionWithSessions(String text, boolean newer) {
        assertThat(ProtocolVersions.isNewerThanSessions(text)).isEqualTo(newer);
    }
}
