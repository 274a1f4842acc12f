package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final ManualTime time = new ManualTime();
    private final RateLimit limit = new RateLimit(time, Duration.ofMinutes(1));

    @Test
    void letsOneHappenAMinuteAndCountsTheOthers() {
        assertThat(limit.tryNow()).isZero();
        assertThat(limit.tryNow()).isEqualTo(RateLimit.NOT_NOW);
        time.advance(Duration.ofSeconds(59));
        assertThat(limit.tryNow()).isEqualTo(RateLimit.NOT_NOW);
        time.advance(Duration.ofSeconds(1));
        assertThat(limit.tryNow()).as("left out").isEqualTo(2);
        assertThat(limit.tryNow()).isEqualTo(RateLimit.NOT_NOW);
    }
}
