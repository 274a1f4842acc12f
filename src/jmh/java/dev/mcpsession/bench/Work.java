package dev.mcpsession.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcpsession.bench.Rounds.Point;
import dev.mcpsession.bench.rival.CaffeineCache;
import dev.mcpsession.bench.rival.Floor;
import dev.mcpsession.bench.rival.Header;
import dev.mcpsession.bench.rival.SpringSession;
import dev.mcpsession.bench.rival.TomcatManager;
import dev.mcpsession.engine.SessionWork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.session.StandardManager;
import org.openjdk.jmh.runner.RunnerException;
import org.springframework.session.MapSession;

/**
 * What the sessions of one request cost here and elsewhere. What it costs to make the header's string is taken off
 * everywhere.
 */
final class Work {

    private static final String HEADER = "Header.next";
    private static final String OURS = "SessionWork.request";
    private static final String FLOOR = "Floor.request";
    private static final String CAFFEINE = "CaffeineCache.request";
    private static final String TOMCAT = "TomcatManager.request";
    private static final List<String> SIZES = List.of("10000", "1000000");

    private static final List<Class<?>> BENCHMARKS = List.of(
            Header.class,
            Floor.class,
            SessionWork.class,
            CaffeineCache.class,
            TomcatManager.class,
            SpringSession.class);

    private final Rounds rounds = new Rounds();
    private final int all = Machine.cores();

    private Work() {}

    static void measure(Report report) throws RunnerException, IOException {
        Work work = new Work();
        work.rounds.run(BENCHMARKS, 1, work.all);
        work.tell(report);
    }

    private void tell(Report report) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(OURS, "this library");
        names.put("SessionWork.exchange", "the same, with its exchange");
        names.put(FLOOR, "a map and a volatile write");
        names.put(CAFFEINE, "Caffeine " + version(Caffeine.class));
        names.put(TOMCAT, "Tomcat " + version(StandardManager.class));
        names.put("SpringSession.request", "Spring Session " + version(MapSession.class));
        report.table(
                "ns a request", "10,000 sessions", all + " threads", "1,000,000 sessions", all + " threads", "bytes");
        names.forEach((benchmark, name) -> report.row(
                name,
                shown(nanos(benchmark, "10000", 1)),
                shown(nanos(benchmark, "10000", all)),
                shown(nanos(benchmark, "1000000", 1)),
                shown(nanos(benchmark, "1000000", all)),
                shown(bytes(benchmark, "10000", 1))));
        plot(names);
        for (String size : SIZES) {
            report.atMost("jmh.floor." + size, ratio(FLOOR, size, 1), 2);
            for (int threads : new int[] {1, all}) {
                report.atMost("jmh.tomcat." + size + ".threads." + threads, ratio(TOMCAT, size, threads), 1);
                report.atMost("jmh.caffeine." + size + ".threads." + threads, ratio(CAFFEINE, size, threads), 1.5);
            }
        }
        report.atMost("jmh.bytes", Math.rint(bytes(OURS, "10000", 1)), 0);
    }

    private void plot(Map<String, String> names) throws IOException {
        Map<String, Map<String, Double>> groups = new LinkedHashMap<>();
        names.forEach((benchmark, name) -> {
            Map<String, Double> bars = new LinkedHashMap<>();
            for (String size : SIZES) {
                bars.put(size + " sessions, 1 thread", nanos(benchmark, size, 1));
                bars.put(size + " sessions, " + all + " threads", nanos(benchmark, size, all));
            }
            groups.put(name, bars);
        });
        Plot.bars("work", "The sessions' part of a request", "ns", groups);
    }

    private double ratio(String rival, String sessions, int threads) {
        return nanos(OURS, sessions, threads) / nanos(rival, sessions, threads);
    }

    private double nanos(String benchmark, String sessions, int threads) {
        return rounds.nanos(new Point(benchmark, sessions, threads))
                - rounds.nanos(new Point(HEADER, sessions, threads));
    }

    private double bytes(String benchmark, String sessions, int threads) {
        return rounds.bytes(new Point(benchmark, sessions, threads))
                - rounds.bytes(new Point(HEADER, sessions, threads));
    }

    private static String version(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }

    private static String shown(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }
}
