package dev.mcpsession.bench;

import dev.mcpsession.bench.Load.Window;
import dev.mcpsession.conformance.NodeScript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/**
 * Pings over HTTP: to the demo with the filter, without it and with an empty one, and to the official TypeScript SDK.
 * They take turns, and one of them has work at a time. All demos are in one process, because two are never quite
 * equally fast; it is started anew some times, because no process is compiled like the last.
 */
final class EndToEnd {

    private static final int STARTS = Effort.of(2, 1);
    private static final int TURNS = Effort.of(60, 2);

    /** Short, because a machine is not equally fast for long. */
    private static final Duration TURN = Duration.ofMillis(400);

    private static final Duration WARM_UP_TURN = Duration.ofMillis(Effort.of(1_000, 500));

    /** They are warm when all of them together have got no faster than this for some rounds. */
    private static final double STILL_FASTER = 1.01;

    private static final int ROUNDS_AT_REST = Effort.of(4, 1);
    private static final int MOST_ROUNDS = Effort.of(40, 2);
    private static final String HEAP = "512m";
    private static final String SERVER = System.getProperty("server");

    private static final String SDK = "/mcp";
    private static final String STATELESS = "/stateless/mcp";
    private static final String ON = "/on";
    private static final String OFF = "/off";
    private static final String EMPTY = "/empty";

    /** A path without requests. */
    private static final String AWAY = "/nowhere";

    private static final String TYPESCRIPT = "TypeScript SDK";

    private final Map<String, List<Window>> windows = new LinkedHashMap<>();

    private EndToEnd() {}

    static void measure(Report report) throws Exception {
        EndToEnd endToEnd = new EndToEnd();
        List<Path> wars = List.of(war(ON, "", ""), war(OFF, AWAY, ""), war(EMPTY, AWAY, EmptyFilter.DECLARED));
        for (int start = 0; start < STARTS; start++) {
            endToEnd.takeTurns(wars);
        }
        endToEnd.tell(report);
    }

    private void takeTurns(List<Path> wars) throws Exception {
        try (ServerProcess java = start(wars);
                ServerProcess node = startNode()) {
            Map<String, Load> loads = new LinkedHashMap<>();
            for (String path : List.of(EMPTY + SDK, ON + SDK, OFF + SDK, ON + STATELESS, OFF + STATELESS)) {
                loads.put(path, Load.open(java, path));
            }
            if (node != null) {
                loads.put(TYPESCRIPT, Load.open(node, SDK));
            }
            warmUp(loads.values());
            List<String> order = new ArrayList<>(loads.keySet());
            for (int turn = 0; turn < TURNS; turn++) {
                for (String name : order) {
                    add(name, loads.get(name).send(TURN));
                }
                Collections.reverse(order);
            }
        }
    }

    private static void warmUp(Collection<Load> loads) throws Exception {
        double best = 0;
        int atRest = 0;
        for (int round = 0; round < MOST_ROUNDS && atRest < ROUNDS_AT_REST; round++) {
            double all = 0;
            for (Load load : loads) {
                all += load.send(WARM_UP_TURN).perSecond();
            }
            atRest = all > STILL_FASTER * best ? 0 : atRest + 1;
            best = Math.max(best, all);
            System.out.printf(Locale.ROOT, "warm-up: %.0f/s%n", all);
        }
    }

    private void add(String name, Window window) {
        windows.computeIfAbsent(name, added -> new ArrayList<>()).add(window);
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f/s, p99 %.2f ms, %.0f microseconds of the server's processors%n",
                name,
                window.perSecond(),
                window.p99(),
                window.cpu());
    }

    private void tell(Report report) throws IOException {
        report.table("ping", "a second", "beside no filter", "p99, ms", "microseconds of the server's processors");
        windows.forEach((name, seen) -> report.row(
                name.equals(TYPESCRIPT) ? name : SERVER + " " + name,
                String.format(
                        Locale.ROOT,
                        "%.0f",
                        Median.of(seen.stream().map(Window::perSecond).toList())),
                besideNoFilter(name),
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        Median.of(seen.stream().map(Window::p99).toList())),
                String.format(
                        Locale.ROOT,
                        "%.0f",
                        Median.of(seen.stream().map(Window::cpu).toList()))));
        plot();
        for (String path : List.of(SDK, STATELESS)) {
            report.atLeast(
                    "server." + SERVER + path + ".throughput", ratio(ON + path, OFF + path, Window::perSecond), 0.98);
            report.atMost("server." + SERVER + path + ".p99", ratio(ON + path, OFF + path, Window::p99), 1.05);
        }
        if (windows.containsKey(TYPESCRIPT)) {
            report.atLeast("server." + SERVER + ".typescript", ratio(ON + SDK, TYPESCRIPT, Window::perSecond), 5);
        } else {
            System.out.println("Not held against the TypeScript SDK: that needs npm on the PATH");
        }
    }

    private String besideNoFilter(String name) {
        if (name.equals(TYPESCRIPT) || name.startsWith(OFF)) {
            return "";
        }
        String none = OFF + name.substring(name.indexOf('/', 1));
        return String.format(Locale.ROOT, "%.3f", ratio(name, none, Window::perSecond));
    }

    /** How two compare that were measured one after the other: the median of the pairs. */
    private double ratio(String name, String other, ToDoubleFunction<Window> figure) {
        List<Window> ours = windows.get(name);
        List<Window> theirs = windows.get(other);
        return Median.of(IntStream.range(0, ours.size())
                .mapToObj(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
                .toList());
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

    private static ServerProcess start(List<Path> wars) throws IOException, InterruptedException, ExecutionException {
        return SERVER.equals("wildfly") ? WildFly.start(wars, HEAP) : PayaraMicro.start(wars, HEAP, List.of());
    }

    /* Null where there is no npm. */
    private static @Nullable ServerProcess startNode() throws IOException, InterruptedException, ExecutionException {
        int port = ServerProcess.freePort();
        return NodeScript.canRun()
                ? ServerProcess.start(port, NodeScript.command("sessions.mjs", String.valueOf(port)), "listening")
                : null;
    }

    /** The demo, with the filter where it belongs or somewhere else, and another one. */
    private static Path war(String context, String prefix, String other) {
        Path built = Path.of(System.getProperty("build.directory"), "demo.war");
        WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, built.toFile());
        WebXml.replace(war, "<url-pattern>/", "<url-pattern>" + prefix + "/");
        WebXml.replace(war, "</web-app>", other + "</web-app>");
        war.addClass(EmptyFilter.class);
        Path file = built.resolveSibling(context.substring(1) + ".war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
