package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Opened less ended is live: after any mixture of ends, with resets while sessions come and go. */
class SessionSumsTest {

    private static final int THREADS = 4;
    private static final int STEPS = 20_000;
    private static final int LIMIT = 50;

    private final ManualTime time = new ManualTime();
    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().maxSessions(LIMIT).configuration(), time, RegistryListener.none());
    private final SessionStatistics statistics = registry.statistics();

    @Test
    void holdWhateverHappensAtOnce() throws Exception {
        run(true);

        assertThat(registry.count()).as("some are still live").isPositive();
        assertSums();
        registry.clear(EndReason.SHUTDOWN);
        assertSums();
    }

    @Test
    void areThoseOfTheRunWithoutAReset() throws Exception {
        run(false);

        assertThat(statistics.ended(EndReason.CLIENT)).isPositive();
        assertThat(statistics.ended(EndReason.OPERATOR)).isPositive();
        assertThat(statistics.ended(EndReason.LIMIT)).isPositive();
        assertThat(statistics.ended(EndReason.REPLACED)).isPositive();
        assertSums();
    }

    @Test
    void resetLeavesTheLiveOnes() {
        for (String id : List.of("a", "b", "c")) {
            open(id).end();
        }
        registry.endByHandle(registry.queries().list().get(0).handle(), EndReason.OPERATOR);

        registry.resetStatistics();

        assertThat(statistics.opened()).isEqualTo(2);
        assertThat(statistics.ended()).isZero();
        assertSums();
    }

    private void assertSums() {
        long ended = 0;
        for (EndReason reason : EndReason.values()) {
            assertThat(statistics.ended(reason)).as(reason.name()).isNotNegative();
            ended += statistics.ended(reason);
        }
        assertThat(ended).isEqualTo(statistics.ended());
        assertThat(statistics.opened() - ended).isEqualTo(registry.count());
        assertThat(registry.queries().list()).hasSize(registry.count());
    }

    private void run(boolean resets) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int worker = i;
                workers.add(() -> {
                    SplittableRandom random = new SplittableRandom(worker);
                    for (int step = 0; step < STEPS; step++) {
                        step(worker + "-" + step, random, resets);
                    }
                    return null;
                });
            }
            for (Future<Void> worker : pool.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void step(String id, SplittableRandom random, boolean resets) {
        time.advance(Duration.ofMillis(100));
        Exchange exchange = open(id);
        if (exchange == null) {
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> registry.end(exchange.session(), EndReason.CLIENT);
            case 1 -> registry.endByHandle(exchange.session().handle(), EndReason.OPERATOR);
            case 2 -> {
                Exchange next =
                        registry.replace(exchange.session(), NewSession.replacing(exchange.session(), id + "-again"));
                if (next != null) {
                    next.end();
                }
            }
            default -> {}
        }
        exchange.end();
        if (resets && random.nextInt(50) == 0) {
            registry.resetStatistics();
        }
    }

    private Exchange open(String id) {
        Reservation reservation = registry.reserve(null);
        return reservation == null ? null : reservation.adopt("/mcp", id, ClientInfo.UNKNOWN);
    }
}
