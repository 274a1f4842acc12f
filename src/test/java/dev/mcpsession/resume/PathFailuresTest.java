package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.engine.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PathFailuresTest {

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
    private final PathFailures failures = new PathFailures(new TimeSource() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    });

    @Test
    void twoFailures_areTolerated() {
        fail(2);

        assertThat(failures.isPaused("/mcp")).isFalse();
    }

    @Test
    void threeInARow_pauseThatPathFor30Seconds() {
        fail(3);

        assertThat(failures.isPaused("/mcp")).isTrue();
        assertThat(failures.isPaused("/other")).isFalse();
        nanos += Duration.ofSeconds(30).toNanos() - 1;
        assertThat(failures.isPaused("/mcp")).isTrue();
        nanos++;
        assertThat(failures.isPaused("/mcp")).isFalse();
    }

    @Test
    void anotherFailureAfterThePause_pausesAgain() {
        fail(3);
        nanos += Duration.ofSeconds(30).toNanos();
        fail(1);

        assertThat(failures.isPaused("/mcp")).isTrue();
    }

    @Test
    void anAnswer_startsTheCountAnew() {
        fail(2);
        failures.answered("/mcp");
        fail(2);

        assertThat(failures.isPaused("/mcp")).isFalse();
    }

    @Test
    void pathsAreBounded() {
        for (int i = 0; i < 2_000; i++) {
            failures.failed("/" + i);
        }
        fail(3);

        assertThat(failures.isPaused("/mcp")).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failures.failed("/mcp");
        }
    }
}
