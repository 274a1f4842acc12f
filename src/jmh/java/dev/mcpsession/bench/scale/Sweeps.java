package dev.mcpsession.bench.scale;

import dev.mcpsession.bench.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What a sweep of very many sessions costs, and what those notice of it that are at work meanwhile. */
public final class Sweeps {

    /** Milliseconds of a sweep that ends nothing. */
    public static final String NONE_DUE = "none.due";

    /** p99 of requests during such sweeps by that before them. */
    public static final String NONE_DUE_P99 = "none.due.p99";

    /** Milliseconds of a sweep that ends all sessions. */
    public static final String ALL_DUE = "all.due";

    /** p99 of requests during such a sweep by that before it. */
    public static final String ALL_DUE_P99 = "all.due.p99";

    private static final int BUSY = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final int size;
    private final int repetitions;

    private Sweeps(int size, int repetitions) {
        this.size = size;
        this.repetitions = repetitions;
    }

    /**
     * Runs.
     *
     * @param arguments how many sessions, and how often each measurement is made
     * @throws Exception if it failed
     */
    public static void main(String[] arguments) throws Exception {
        Sweeps sweeps = new Sweeps(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        sweeps.noneDue();
        sweeps.allDue();
        sweeps.pool.shutdown();
    }

    private void noneDue() throws InterruptedException, ExecutionException {
        Crowd crowd = new Crowd(size);
        crowd.open(Crowd.Kind.ANONYMOUS);
        List<Double> times = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            long before =
                    p99(crowd, () -> LockSupport.parkNanos(Duration.ofSeconds(2).toNanos()));
            long during = p99(crowd, () -> {
                for (long begin = System.nanoTime();
                        System.nanoTime() - begin < Duration.ofSeconds(2).toNanos(); ) {
                    times.add(sweep(crowd));
                }
            });
            System.out.printf("none due: p99 before %d ns, during %d ns%n", before, during);
            if (i > 0) {
                ratios.add(during / (double) before);
            }
        }
        Figure.print(NONE_DUE, Median.of(times));
        Figure.print(NONE_DUE_P99, Median.of(ratios));
    }

    private void allDue() throws InterruptedException, ExecutionException {
        List<Double> times = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            Crowd idle = new Crowd(size);
            idle.open(Crowd.Kind.ANONYMOUS);
            Crowd busy = idle.another(BUSY);
            busy.open(Crowd.Kind.ANONYMOUS);
            // Those that are at work never are idle for so long; all others are.
            long before = p99(
                    busy,
                    () -> LockSupport.parkNanos(
                            IDLE.multipliedBy(3).dividedBy(2).toNanos()));
            idle.registry().changeTimeouts(timeouts -> timeouts.withIdle(IDLE).withInitialize(IDLE));
            long during = p99(busy, () -> times.add(sweep(idle)));
            if (idle.registry().count() != BUSY) {
                throw new IllegalStateException(idle.registry().count() + " left instead of " + BUSY);
            }
            System.out.printf("all due: p99 before %d ns, during %d ns%n", before, during);
            if (i > 0) {
                ratios.add(during / (double) before);
            }
        }
        Figure.print(ALL_DUE, Median.of(times));
        Figure.print(ALL_DUE_P99, Median.of(ratios));
    }

    /** Has requests made for as long as something else takes. */
    private long p99(Crowd crowd, Runnable meanwhile) throws InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Histogram> requests = CompletableFuture.supplyAsync(
                () -> {
                    Histogram histogram = new Histogram();
                    begun.complete(null);
                    while (!over.get()) {
                        long start = System.nanoTime();
                        if (!crowd.request()) {
                            throw new IllegalStateException("A session that was at work has ended");
                        }
                        histogram.add(System.nanoTime() - start);
                    }
                    return histogram;
                },
                pool);
        begun.get();
        meanwhile.run();
        over.set(true);
        return requests.get().percentile(99);
    }

    private static double sweep(Crowd crowd) {
        long start = System.nanoTime();
        crowd.registry().sweep();
        return (System.nanoTime() - start) / 1e6;
    }
}
