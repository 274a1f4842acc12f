package dev.mcpsession.bench;

import dev.mcpsession.bench.Rounds.Point;
import dev.mcpsession.bench.whole.LivePosts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the comments on event streams cost, and what clients leave behind that have gone. */
final class EventStreams {

    private static final int STREAMS = Effort.of(10_000, 500);
    private static final int CLIENTS_THAT_GO = Effort.of(2_000, 200);
    private static final int STARTS = Effort.of(2, 1);
    private static final int ROUNDS_OF_POSTS = Effort.of(2, 1);

    private EventStreams() {}

    static void measure(Report report) throws Exception {
        parked(report);
        gone(report);
        posts(report);
    }

    /* The two take turns, because no process is like the last. */
    private static void parked(Report report) throws Exception {
        Parked on = new Parked();
        Parked off = new Parked();
        for (int start = 0; start < STARTS; start++) {
            on.measure("PT15S");
            off.measure("0");
        }
        report.table(String.format(Locale.ROOT, "%,d parked streams", STREAMS), "with comments", "without");
        report.row("heap a stream, KB", shown(on.heap()), shown(off.heap()));
        report.row("ms of the server's processors a second", shown(on.cpu()), shown(off.cpu()));
        report.row(
                "µs of the server's processors a comment",
                String.format(Locale.ROOT, "%.0f", (on.cpu() - off.cpu()) * 1_000 / on.comments()),
                "");
        report.atMost("streams.heap.ratio", on.heap() / off.heap(), 1.05);
    }

    private static void gone(Report report) throws Exception {
        try (BenchServer server = BenchServer.start(
                demo(), "1g", "-Dmcp.session.streamKeepAlive=PT1S", "-Dmcp.session.idleTimeout=PT10S")) {
            report.table(
                    String.format(Locale.ROOT, "%,d clients go", CLIENTS_THAT_GO),
                    "heap before",
                    "with their streams",
                    "when their sessions have expired",
                    "s until no stream is in flight");
            StreamClients clients = new StreamClients(server);
            // Until the server has started the threads that it keeps.
            clients.comeAndGo(CLIENTS_THAT_GO, Wire::vanish);
            report(report, "reset", clients.comeAndGo(CLIENTS_THAT_GO, Wire::vanish));
            report(report, "close", clients.comeAndGo(CLIENTS_THAT_GO, Wire::leave));
        }
    }

    private static void report(Report report, String how, StreamClients.Visit visit) {
        System.out.println(how + ": " + visit);
        report.row(
                how,
                shown(visit.before()) + " MB",
                shown(visit.during()) + " MB",
                shown(visit.after()) + " MB",
                shown(visit.seconds()));
        report.atMost("streams.gone." + how + ".heap.ratio", visit.after() / visit.before(), 1.1);
    }

    private static void posts(Report report) throws Exception {
        Rounds rounds = new Rounds();
        for (int i = 0; i < ROUNDS_OF_POSTS; i++) {
            rounds.run(List.of(LivePosts.class), 1);
        }
        report.table("POST of a live session, ns", "with comments", "without", "ratio");
        for (String answer : List.of("json", "eventStream")) {
            double on = rounds.nanos(new Point("LivePosts." + answer, LivePosts.ON, 1));
            double off = rounds.nanos(new Point("LivePosts." + answer, LivePosts.OFF, 1));
            report.row(answer, shown(on), shown(off), String.format(Locale.ROOT, "%.3f", on / off));
            report.atMost("streams.post." + answer + ".ratio", on / off, 1.05);
        }
    }

    private static Path demo() {
        return Path.of(System.getProperty("build.directory"), "demo.war");
    }

    private static String shown(double figure) {
        return String.format(Locale.ROOT, "%,.1f", figure);
    }

    /** The figures of a server with one setting, started some times. */
    private static final class Parked {

        private final List<Double> kilobytes = new ArrayList<>();
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> comments = new ArrayList<>();

        void measure(String streamKeepAlive) throws Exception {
            try (BenchServer server = BenchServer.start(
                    demo(), "3g", "-Dmcp.session.maxSessions=-1", "-Dmcp.session.streamKeepAlive=" + streamKeepAlive)) {
                StreamClients clients = new StreamClients(server);
                StreamClients.Rest rest = clients.park(STREAMS);
                kilobytes.add(rest.kilobytes());
                millis.add(rest.millis());
                comments.add(rest.comments());
                System.out.println("streamKeepAlive=" + streamKeepAlive + ": " + rest);
            }
        }

        double heap() {
            return Median.of(kilobytes);
        }

        double cpu() {
            return Median.of(millis);
        }

        double comments() {
            return Median.of(comments);
        }
    }
}
