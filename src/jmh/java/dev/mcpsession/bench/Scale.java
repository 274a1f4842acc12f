package dev.mcpsession.bench;

import dev.mcpsession.bench.scale.Census;
import dev.mcpsession.bench.scale.Child;
import dev.mcpsession.bench.scale.Churn;
import dev.mcpsession.bench.scale.Sweeps;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Very many sessions on one node: what they cost, and how that grows. */
final class Scale {

    private static final int MANY = Effort.of(1_000_000, 100_000);
    private static final int FEWEST = 1_000;
    private static final int MOST = 10_000_000;
    private static final int REPETITIONS = Effort.of(5, 1);
    private static final int MEGABYTES_FOR_A_MILLION = 1_000;
    private static final int MEGABYTES_FOR_NONE = 256;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ANONYMOUS = "anonymous";

    private Scale() {}

    static void measure(Report report) throws IOException, InterruptedException {
        NavigableMap<Integer, Map<String, Double>> curve = curve();
        tellHeap(report, curve.get(MANY));
        tellSweeps(report);
        tellChurn(report);
        tellCurve(report, curve);
    }

    /** The cost at each power of ten, as far as the memory of the machine goes. */
    private static NavigableMap<Integer, Map<String, Double>> curve() throws IOException, InterruptedException {
        NavigableMap<Integer, Map<String, Double>> curve = new TreeMap<>();
        for (int size = FEWEST; size <= Effort.of(MOST, MANY) && 2L * megabytes(size) << 20 < Machine.memory(); size *= 10) {
            curve.put(size, census(size, ANONYMOUS));
        }
        return curve;
    }

    private static Map<String, Double> census(int size, String kind) throws IOException, InterruptedException {
        return Child.run(Census.class, megabytes(size), String.valueOf(size), kind);
    }

    private static void tellHeap(Report report, Map<String, Double> anonymous) throws IOException, InterruptedException {
        double heap = anonymous.get(Census.HEAP);
        report.row("heap a session after a few requests, B", shown(heap));
        report.row("the same, before the first", shown(census(MANY, "provisional").get(Census.HEAP)));
        report.row("the same, each with an owner of its own", shown(census(MANY, "owned").get(Census.HEAP)));
        report.atMost("scale.heap", heap, 200);
    }

    private static void tellSweeps(Report report) throws IOException, InterruptedException {
        Map<String, Double> sweeps =
                Child.run(Sweeps.class, 2 * megabytes(MANY), String.valueOf(MANY), String.valueOf(REPETITIONS));
        report.row("sweep with none due, ms", shown(sweeps.get(Sweeps.NONE_DUE)));
        report.row("sweep with all due, ms", shown(sweeps.get(Sweeps.ALL_DUE)));
        report.atMost("scale.sweep.none.due.p99", sweeps.get(Sweeps.NONE_DUE_P99), 1.2);
        report.atMost("scale.sweep.all.due.p99", sweeps.get(Sweeps.ALL_DUE_P99), 1.2);
    }

    private static void tellChurn(Report report) throws IOException, InterruptedException {
        Map<String, Double> churn = Child.run(Churn.class, megabytes(MANY), String.valueOf(REPETITIONS));
        report.row("sessions opened and ended a second, all cores", shown(churn.get(Churn.SESSIONS)));
        report.row("UUID.randomUUID() a second, all cores", shown(churn.get(Churn.UUIDS)));
    }

    private static void tellCurve(Report report, NavigableMap<Integer, Map<String, Double>> curve) throws IOException {
        curve.forEach((size, costs) -> report.row(
                String.format(Locale.ROOT, "%,d", size),
                shown(costs.get(Census.OPEN)),
                shown(costs.get(Census.REQUEST)),
                String.format(Locale.ROOT, "%.2f", costs.get(Census.SWEEP)),
                shown(costs.get(Census.HEAP))));
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        curve.forEach((size, costs) -> {
            add(lines, "a session and its first requests", size, costs.get(Census.OPEN));
            add(lines, "a request", size, costs.get(Census.REQUEST));
            add(lines, "a sweep, for each session", size, costs.get(Census.SWEEP) * NANOS_PER_MILLI / size);
        });
        Plot.growth("scale", "What it costs among so many sessions", "sessions", "ns", lines);
    }

    private static void add(Map<String, Map<Integer, Double>> lines, String line, int size, double value) {
        lines.computeIfAbsent(line, added -> new TreeMap<>()).put(size, value);
    }

    private static long megabytes(int size) {
        return MEGABYTES_FOR_NONE + (long) (size / 1e6 * MEGABYTES_FOR_A_MILLION);
    }

    private static String shown(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }
}
