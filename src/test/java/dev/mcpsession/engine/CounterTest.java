package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CounterTest {

    private final Counter counter = new Counter();

    @Test
    void countsSinceTheLastStart() {
        counter.increment();
        counter.add(4);
        assertThat(counter.sum()).isEqualTo(5);

        assertThat(counter.restart()).isEqualTo(5);
        assertThat(counter.sum()).isZero();

        counter.increment();
        assertThat(counter.sum()).isOne();
        assertThat(counter.restart()).as("in all").isEqualTo(6);
    }

    @Test
    void countBeforeReset_isTheBase() {
        counter.add(10);

        counter.restartFrom(7);

        assertThat(counter.sum()).isEqualTo(3);
    }
}
