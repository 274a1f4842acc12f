package dev.mcpsession.bench.scale;

import dev.mcpsession.EndReason;
import dev.mcpsession.bench.Median;
import dev.mcpsession.bench.Settings;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many sessions a second all cores open and end, beside how many random UUIDs alone they make. */
public final class Churn {

    /** Sessions opened and ended a second. */
    public static final String SESSIONS = "sessions";

    /** UUIDs made a second. */
    public static final String UUIDS = "uuids";

    private static final Duration TIME = Duration.ofSeconds(2);
    private static final int BATCH = 100;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService pool = Executors.newFixedThreadPool(cores);

    private Churn() {}

    /**
     * Runs.
     *
     * @param arguments how often
     * @throws Exception if it failed
     */
    public static void main(String[] arguments) throws Exception {
        int repetitions = Integer.parseInt(arguments[0]);
        SessionRegistry registry =
                new SessionRegistry(Settings.unlimited(), TimeSource.system(), RegistryListener.none());
        ClientInfo client = new ClientInfo("2025-11-25", "bench", "1");
        Churn churn = new Churn();
        List<Double> sessions = new ArrayList<>();
        List<Double> uuids = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            double ended = churn.perSecond(() -> {
                Exchange exchange = registry.reserve(null).issue("/mcp", client);
                exchange.end();
                return registry.end(exchange.session(), EndReason.CLIENT) ? 1 : 0;
            });
            double made = churn.perSecond(() -> UUID.randomUUID().version() == 4 ? 1 : 0);
            // The first time is for the compiler.
            if (i > 0) {
                sessions.add(ended);
                uuids.add(made);
            }
        }
        churn.pool.shutdown();
        Figure.print(SESSIONS, Median.of(sessions));
        Figure.print(UUIDS, Median.of(uuids));
    }

    private double perSecond(Callable<Integer> one) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Callable<Long>> workers = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            workers.add(() -> {
                long done = 0;
                while (System.nanoTime() - start < TIME.toNanos()) {
                    for (int j = 0; j < BATCH; j++) {
                        done += one.call();
                    }
                }
                return done;
            });
        }
        long sum = 0;
        for (Future<Long> worker : pool.invokeAll(workers)) {
            sum += worker.get();
        }
        return sum / ((System.nanoTime() - start) / 1e9);
    }
}
