package dev.mcpsession.bench;

import dev.mcpsession.bench.Rounds.Point;
import dev.mcpsession.bench.whole.WholeFilter;
import dev.mcpsession.bench.whole.WholeFilter.Kind;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** What the whole filter adds to a request, by its kind. */
final class FilterCost {

    private FilterCost() {}

    static void measure(Report report) throws RunnerException {
        Rounds rounds = new Rounds();
        rounds.run(List.of(WholeFilter.class), 1);
        report.table("the filter adds to", "ns", "bytes");
        for (Kind kind : Kind.values()) {
            Point on = new Point("WholeFilter.on", kind.name(), 1);
            Point off = new Point("WholeFilter.off", kind.name(), 1);
            report.row(
                    kind.shown(),
                    String.format(Locale.ROOT, "%,.0f", rounds.nanos(on) - rounds.nanos(off)),
                    String.format(Locale.ROOT, "%,.0f", rounds.bytes(on) - rounds.bytes(off)));
        }
    }
}
