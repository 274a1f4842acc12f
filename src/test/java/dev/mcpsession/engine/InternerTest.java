package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Equal values share one copy, as long as the number of copies is bounded. */
class InternerTest {

    private final Interner<String> names = new Interner<>();

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
        for (int i = 0; i < Interner.MAX_VALUES; i++) {
            names.of("client " + i);
        }
        String late = new String("late");

        assertThat(names.of(late)).isSameAs(late);
        assertThat(names.of(new String("late"))).isNotSameAs(late);
        assertThat(names.of("client 7")).isEqualTo("client 7");
    }
}
