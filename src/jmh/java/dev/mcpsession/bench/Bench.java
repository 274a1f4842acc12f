package dev.mcpsession.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the parts of the benchmark that are asked for: {@code all}, or their names. */
public final class Bench {

    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("jmh", report -> {
            Work.measure(report);
            FilterCost.measure(report);
        });
        PARTS.put("scale", Scale::measure);
        PARTS.put("server", EndToEnd::measure);
        PARTS.put("streams", EventStreams::measure);
        PARTS.put("flood", Flood::run);
    }

    private Bench() {}

    /**
     * Runs.
     *
     * @param arguments the names of parts; none or {@code all} for all of them
     * @throws Exception if a part could not be run to its end
     */
    public static void main(String[] arguments) throws Exception {
        List<String> wanted = List.of(arguments);
        boolean all = wanted.isEmpty() || wanted.contains("all");
        if (!all && !PARTS.keySet().containsAll(wanted)) {
            throw new IllegalArgumentException("Parts of the benchmark: all, " + String.join(", ", PARTS.keySet()));
        }
        System.out.println(Machine.describe());
        Report report = new Report();
        try {
            for (Map.Entry<String, Part> part : PARTS.entrySet()) {
                if (all || wanted.contains(part.getKey())) {
                    System.out.println("== " + part.getKey());
                    part.getValue().measure(report);
                }
            }
        } finally {
            report.print();
        }
    }

    /** One part. */
    private interface Part {
        void measure(Report report) throws Exception;
    }
}
