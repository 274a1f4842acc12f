package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the timeouts act on each other. */
class TimeoutsTest {

    @ParameterizedTest(name = "idle {0} s, initialize {1} s, stream {2} s, lifetime {3} s: every {4}")
    @CsvSource({
        "1800, 60, 86400, 0, PT6S",
        "1800, 0, 86400, 0, PT1M",
        "5, 60, 0, 0, PT1S",
        "0, 0, 0, 300, PT30S",
        "0, 0, 0, 0, PT1M",
        "36000, 36000, 36000, 0, PT1M"
    })
    void sweepsAtATenthOfTheSmallest(long idle, long initialize, long stream, long lifetime, Duration expected) {
        assertThat(timeouts(idle, initialize, stream, lifetime).sweepInterval()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "idle {0} s, initialize {1} s: {2} s")
    @CsvSource({"1800, 60, 60", "5, 60, 5", "0, 60, 60", "1800, 0, 1800", "0, 0, 0"})
    void limitsAProvisionalSessionByTheShorter(long idle, long initialize, long expected) {
        assertThat(timeouts(idle, initialize, 0, 0).provisional())
                .isEqualTo(Duration.ofSeconds(expected).toNanos());
    }

    @Test
    void refusesNegativeValues() {
        assertThatThrownBy(() -> new Timeouts(-1, 0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Timeouts timeouts(long idle, long initialize, long stream, long lifetime) {
        return Timeouts.of(Settings.none()
                .idle((int) idle)
                .initialize((int) initialize)
                .streamIdle((int) stream)
                .lifetime((int) lifetime)
                .configuration());
    }
}
