package dev.mcpsession.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks in rounds: in each round each of them has one JVM of its own, so that whatever else the machine
 * does in the meantime meets all of them.
 */
final class Rounds {

    private static final int ROUNDS = Effort.of(3, 1);
    private static final TimeValue ITERATION = TimeValue.milliseconds(Effort.of(600, 100));
    private static final String HEAP = "3g";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<Point, List<Double>> nanos = new HashMap<>();
    private final Map<Point, List<Double>> bytes = new HashMap<>();

    /** Adds benchmarks, at so many threads. */
    void run(List<Class<?>> benchmarks, int... threadCounts) throws RunnerException {
        for (int round = 0; round < ROUNDS; round++) {
            for (int threads : threadCounts) {
                OptionsBuilder options = new OptionsBuilder();
                benchmarks.forEach(
                        benchmark -> options.include(benchmark.getName().replace(".", "\\.") + "\\."));
                options.threads(threads)
                        .forks(1)
                        .jvmArgs("-Xms" + HEAP, "-Xmx" + HEAP)
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .warmupIterations(3)
                        .warmupTime(ITERATION)
                        .measurementIterations(3)
                        .measurementTime(ITERATION)
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT);
                add(new Runner(options.build()).run());
            }
        }
    }

    /** Median nanoseconds of one call. */
    double nanos(Point point) {
        return median(nanos, point);
    }

    /** Median bytes allocated in one call. */
    double bytes(Point point) {
        return median(bytes, point);
    }

    private void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            BenchmarkParams ran = result.getParams();
            Point point = new Point(
                    ran.getBenchmark()
                            .substring(ran.getBenchmark()
                                            .lastIndexOf('.', ran.getBenchmark().lastIndexOf('.') - 1)
                                    + 1),
                    ran.getParamsKeys().stream().map(ran::getParam).findFirst().orElse(""),
                    ran.getThreads());
            double time = result.getPrimaryResult().getScore();
            double allocated = result.getSecondaryResults().get(ALLOCATED).getScore();
            nanos.computeIfAbsent(point, added -> new ArrayList<>()).add(time);
            bytes.computeIfAbsent(point, added -> new ArrayList<>()).add(allocated);
            System.out.printf(
                    Locale.ROOT,
                    "%s %s, threads %d: %.1f ns, %.1f B%n",
                    point.benchmark(),
                    point.parameter(),
                    point.threads(),
                    time,
                    allocated);
        }
    }

    private static double median(Map<Point, List<Double>> figures, Point point) {
        return Median.of(figures.get(point));
    }

    /**
     * What is measured.
     *
     * @param benchmark class and method
     * @param parameter of the benchmark
     * @param threads that call it at the same time
     */
    record Point(String benchmark, String parameter, int threads) {}
}
