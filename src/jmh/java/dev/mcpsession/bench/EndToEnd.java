package dev.mcpsession.bench;

import dev.mcpsession.bench.Load.Window;
import dev.mcpsession.conformance.NodeScript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/**
 * Pings over HTTP: to the demo with the filter, to the same demo without it, and to the official TypeScript SDK. The servers run at the
 * same time, one of them has work at a time, and they take turns. Each few turns they are started anew, because two processes are
 * never quite equally fast.
 */
final class EndToEnd {

    private static final int STARTS = Effort.of(3, 1);
    private static final int TURNS = Effort.of(4, 2);
    private static final Duration WARM_UP = Duration.ofMillis(Effort.of(12_000, 2_000));
    private static final Duration TURN = Duration.ofMillis(Effort.of(3_000, 1_000));
    private static final String HEAP = "512m";
    private static final String SERVER = System.getProperty("server");

    private static final String SDK = "/mcp";
    private static final String STATELESS = "/stateless/mcp";
    private static final String ON = "filter on ";
    private static final String OFF = "filter off ";
    private static final String TYPESCRIPT = "TypeScript SDK";

    private final Map<String, List<Window>> windows = new LinkedHashMap<>();

    private EndToEnd() {}

    static void measure(Report report) throws Exception {
        EndToEnd endToEnd = new EndToEnd();
        Path on = war("on", "");
        Path off = war("off", "/nowhere");
        for (int start = 0; start < STARTS; start++) {
            endToEnd.takeTurns(on, off);
        }
        endToEnd.tell(report);
    }

    private void takeTurns(Path on, Path off) throws Exception {
        try (ServerProcess withFilter = start(on);
                ServerProcess withoutFilter = start(off);
                ServerProcess node = startNode()) {
            Map<String, Load> loads = new LinkedHashMap<>();
            loads.put(ON + SDK, Load.open(withFilter, SDK));
            loads.put(OFF + SDK, Load.open(withoutFilter, SDK));
            loads.put(ON + STATELESS, Load.open(withFilter, STATELESS));
            loads.put(OFF + STATELESS, Load.open(withoutFilter, STATELESS));
            if (node != null) {
                loads.put(TYPESCRIPT, Load.open(node, SDK));
            }
            for (Load load : loads.values()) {
                load.send(WARM_UP);
            }
            List<String> order = new ArrayList<>(loads.keySet());
            for (int turn = 0; turn < TURNS; turn++) {
                for (String name : order) {
                    add(name, loads.get(name).send(TURN));
                }
                Collections.reverse(order);
            }
        }
    }

    private void add(String name, Window window) {
        windows.computeIfAbsent(name, added -> new ArrayList<>()).add(window);
        System.out.printf(Locale.ROOT, "%s: %.0f/s, p99 %.2f ms, %.0f microseconds of the server's processors%n",
                name, window.perSecond(), window.p99(), window.cpu());
    }

    private void tell(Report report) throws IOException {
        report.table("ping", "a second", "p99, ms", "microseconds of the server's processors");
        windows.forEach((name, seen) -> report.row(
                SERVER + ", " + name,
                String.format(Locale.ROOT, "%.0f", Median.of(seen.stream().map(Window::perSecond).toList())),
                String.format(Locale.ROOT, "%.2f", Median.of(seen.stream().map(Window::p99).toList())),
                String.format(Locale.ROOT, "%.0f", Median.of(seen.stream().map(Window::cpu).toList()))));
        plot();
        for (String path : List.of(SDK, STATELESS)) {
            List<Window> on = windows.get(ON + path);
            List<Window> off = windows.get(OFF + path);
            List<Double> throughputs = new ArrayList<>();
            List<Double> latencies = new ArrayList<>();
            for (int i = 0; i < on.size(); i++) {
                throughputs.add(on.get(i).perSecond() / off.get(i).perSecond());
                latencies.add(on.get(i).p99() / off.get(i).p99());
            }
            report.atLeast("server." + SERVER + path + ".throughput", Median.of(throughputs), 0.98);
            report.atMost("server." + SERVER + path + ".p99", Median.of(latencies), 1.05);
            compareWithTypeScript(report, path, on);
        }
    }

    private void plot() throws IOException {
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        windows.forEach((name, seen) -> {
            Map<Integer, Double> line = new TreeMap<>();
            for (int turn = 0; turn < seen.size(); turn++) {
                line.put(turn + 1, seen.get(turn).perSecond());
            }
            lines.put(name, line);
        });
        Plot.lines("server-" + SERVER, "Pings answered, 8 clients", "turn", "a second", lines);
    }

    private void compareWithTypeScript(Report report, String path, List<Window> on) {
        List<Window> rivals = windows.get(TYPESCRIPT);
        if (rivals == null) {
            System.out.println("Not held against the TypeScript SDK: that needs npm on the PATH");
            return;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < on.size(); i++) {
            ratios.add(on.get(i).perSecond() / rivals.get(i).perSecond());
        }
        report.atLeast("server." + SERVER + path + ".typescript", Median.of(ratios), 5);
    }

    private static ServerProcess start(Path war) throws IOException, InterruptedException, ExecutionException {
        return SERVER.equals("wildfly")
                ? WildFly.start(war, HEAP)
                : PayaraMicro.start(war, HEAP, List.of());
    }

    /* Null where there is no npm. */
    private static @Nullable ServerProcess startNode() throws IOException, InterruptedException, ExecutionException {
        int port = ServerProcess.freePort();
        return NodeScript.canRun()
                ? ServerProcess.start(port, NodeScript.command("sessions.mjs", String.valueOf(port)), "listening")
                : null;
    }

    /** The demo, with the filter where it belongs or where nobody comes by. */
    private static Path war(String name, String prefix) {
        Path built = Path.of(System.getProperty("build.directory"), "demo.war");
        WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, built.toFile());
        WebXml.replace(war, "<url-pattern>/", "<url-pattern>" + prefix + "/");
        Path file = built.resolveSibling("bench-" + name + ".war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
