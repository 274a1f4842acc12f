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
    private static final int BEYOND_CACHES = 100_000;
    private static final int REPETITIONS = Effort.of(5, 1);
    private static final int MEGABYTES_FOR_A_MILLION = 600;
    private static final int BYTES_OF_A_MEGABYTE = 1 << 20;
    private static final int MEGABYTES_FOR_NONE = 256;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ANONYMOUS = "anonymous";

    private Scale() {}

    static void measure(Report report) throws IOException, InterruptedException {
        NavigableMap<Integer, Map<String, Double>> curve = curve();
        tellHeap(report, curve);
        tellSweeps(report);
        tellChurn(report);
        tellCurve(report, curve);
    }

    /** The cost at each power of ten, as far as the memory of the machine goes. */
    private static NavigableMap<Integer, Map<String, Double>> curve() throws IOException, InterruptedException {
        NavigableMap<Integer, Map<String, Double>> curve = new TreeMap<>();
        for (int size = FEWEST; size <= Effort.of(MOST, MANY) && fits(size); size *= 10) {
            curve.put(size, census(size, ANONYMOUS, megabytes(size)));
        }
        return curve;
    }

    private static boolean fits(int size) {
        return megabytes(size) < Machine.memory() / BYTES_OF_A_MEGABYTE / 2;
    }

    private static Map<String, Double> census(int size, String kind, long megabytes)
            throws IOException, InterruptedException {
        return Child.run(Census.class, megabytes, String.valueOf(size), kind);
    }

    private static void tellHeap(Report report, NavigableMap<Integer, Map<String, Double>> curve)
            throws IOException, InterruptedException {
        double heap = curve.get(MANY).get(Census.HEAP);
        report.table(String.format(Locale.ROOT, "%,d sessions", MANY), "");
        report.row("heap a session after a few requests, B", shown(heap));
        report.row(
                "the same as JOL counts it",
                shown(curve.get(Census.MOST_COUNTED).get(Census.COUNTED)));
        report.row(
                "the same, before the first",
                shown(census(MANY, "provisional", megabytes(MANY)).get(Census.HEAP)));
        report.row(
                "the same, each with an owner of its own",
                shown(census(MANY, "owned", 2 * megabytes(MANY)).get(Census.HEAP)));
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
        report.table(
                "sessions",
                "ns to open one, with its first requests",
                "ns a request",
                "ms a sweep",
                "heap a session, B");
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
        if (curve.lastKey() > BEYOND_CACHES) {
            report.atMost("scale.sweep.exponent", exponent(curve, Census.SWEEP), 1.1);
            report.atMost("scale.open.exponent", 1 + exponent(curve, Census.OPEN), 1.1);
        }
        Plot.growth("scale", "What it costs among so many sessions", "sessions", "ns", lines);
    }

    /**
     * The power of the number of sessions by which a cost grows, where that is not yet decided by the processor's
     * caches.
     */
    private static double exponent(NavigableMap<Integer, Map<String, Double>> curve, String cost) {
        double growth = curve.lastEntry().getValue().get(cost)
                / curve.get(BEYOND_CACHES).get(cost);
        return Math.log(growth) / Math.log(curve.lastKey() / (double) BEYOND_CACHES);
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
