package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionStatisticsTest {

    private final SessionStatistics statistics = new SessionStatistics();

    /** The greatest configurable lifetime, of as many sessions as the default limit allows. */
    @Test
    void manySessionsOfACentury_averageDoesNotOverflow() {
        Duration century = Duration.ofDays(36_500);
        for (int i = 0; i < 10_000; i++) {
            statistics.countEnded(EndReason.IDLE, century, false);
        }

        assertThat(statistics.averageAlive()).isEqualTo(century);
        assertThat(statistics.longestAlive()).isEqualTo(century);
    }

    @Test
    void averageIsToTheMillisecond() {
        statistics.countEnded(EndReason.IDLE, Duration.ofMillis(1), false);
        statistics.countEnded(EndReason.CLIENT, Duration.ofMillis(2), false);

        assertThat(statistics.averageAlive()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void noSessionHasEnded_averageIsZero() {
        assertThat(statistics.averageAlive()).isZero();
    }
}
