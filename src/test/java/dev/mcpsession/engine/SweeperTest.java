package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the sweep runs, on an executor that only takes notes. */
class SweeperTest {

    private final ManualTime time = new ManualTime();
    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().idle(100).configuration(), time, RegistryListener.none());
    private final ManualScheduler executor = new ManualScheduler();
    private final Sweeper sweeper = new Sweeper(registry, executor);

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void sweepsAtTheRegistrysInterval() {
        sweeper.start();

        assertThat(executor.delay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(registry.statistics().lastSweep()).isNull();
        executor.run();
        assertThat(registry.statistics().lastSweep()).isNotNull();
    }

    @Test
    void stops() {
        sweeper.start();
        sweeper.stop();
        sweeper.stop();

        assertThat(executor.scheduled().isCancelled()).isTrue();
    }

    @Test
    void startsAnewWithAnotherInterval() {
        sweeper.start();
        ScheduledFuture<?> first = executor.scheduled();
        registry.changeTimeouts(timeouts -> timeouts.withIdle(Duration.ofSeconds(20)));
        sweeper.reschedule();

        assertThat(first.isCancelled()).isTrue();
        assertThat(executor.scheduled().isCancelled()).isFalse();
        assertThat(executor.delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aNewIntervalStartsNothingThatDoesNotRun() {
        sweeper.reschedule();
        assertThat((Object) executor.scheduled()).isNull();

        sweeper.start();
        sweeper.stop();
        ScheduledFuture<?> stopped = executor.scheduled();
        sweeper.reschedule();

        assertThat((Object) executor.scheduled()).as("an operator is late").isSameAs(stopped);
    }

    @Test
    void survivesAnExceptionAndAnError() {
        Session session = Objects.requireNonNull(
                        Objects.requireNonNull(registry.reserve(null)).issue("/mcp", ClientInfo.UNKNOWN))
                .session();
        session.attachStream(new FailingStream(), null);
        registry.end(session, EndReason.CLIENT);
        sweeper.start();

        executor.run();
        executor.run();

        assertThat(executor.scheduled().isCancelled()).isFalse();
    }

    /** Refuses at first, so that it is kept for the sweep, and throws from then on. */
    private static final class FailingStream implements SessionStream {
        private int tries;

        @Override
        public boolean tryClose() {
            if (tries++ == 0) {
                return false;
            }
            throw new AssertionError("thrown on purpose");
        }
    }
}
