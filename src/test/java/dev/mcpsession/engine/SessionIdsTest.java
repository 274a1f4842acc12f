package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which ids are taken from outside. */
class SessionIdsTest {

    @Test
    void takesEveryVisibleAsciiCharacter() {
        StringBuilder all = new StringBuilder();
        for (char c = 0x21; c <= 0x7e; c++) {
            all.append(c);
        }
        assertThat(SessionIds.isValid(all.toString())).isTrue();
    }

    @Test
    void takesOneTo128Characters() {
        assertThat(SessionIds.isValid("")).isFalse();
        assertThat(SessionIds.isValid("a")).isTrue();
        assertThat(SessionIds.isValid("a".repeat(128))).isTrue();
        assertThat(SessionIds.isValid("a".repeat(129))).isFalse();
    }

    @Test
    void refusesWhatIsNotVisible() {
        for (String text : new String[] {"a b", " ", "a\t", "a\n", "\u007f", "\u0000", "é", "\ud83d\ude00"}) {
            assertThat(SessionIds.isValid(text))
                    .as("%s", (Object) text.codePointAt(0))
                    .isFalse();
        }
    }
}
