package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One copy of what many say. */
class CanonicalTest {

    private final Canonical<String> names = new Canonical<>();

    @Test
    @SuppressWarnings("StringCopy") // two copies are the point
    void givesEqualValuesOneCopy() {
        String first = new String("inspector");

        assertThat(names.of(first)).isSameAs(first);
        assertThat(names.of(new String("inspector"))).isSameAs(first);
    }

    @Test
    @SuppressWarnings("StringCopy")
    void keepsNoMoreThanItsBound() {
        for (int i = 0; i < Canonical.MOST; i++) {
            names.of("client " + i);
        }
        String late = new String("late");

        assertThat(names.of(late)).isSameAs(late);
        assertThat(names.of(new String("late"))).isNotSameAs(late);
        assertThat(names.of("client 7")).isEqualTo("client 7");
    }
}
