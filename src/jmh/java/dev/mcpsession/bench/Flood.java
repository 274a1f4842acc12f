package dev.mcpsession.bench;

import dev.mcpsession.bench.Wire.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Anonymous sessions in floods, far more than there may be: two requests each, and a tenth of them parks a GET whose
 * client then vanishes. Meanwhile an authenticated session is quiet and an anonymous one is busy.
 */
final class Flood {

    private static final int SESSIONS = Effort.of(Integer.getInteger("flood.sessions", 200_000), 20_000);
    private static final int BELOW_THE_LIMIT = SESSIONS / 5;
    private static final int LIMIT = 10_000;
    private static final int CLIENTS = 4;
    private static final int PARKS = 10;

    /**
     * As many as the flood before the first measurement parks: the more vanish at once, the more threads a server
     * starts.
     */
    private static final int MOST_PARKED = BELOW_THE_LIMIT / PARKS;

    private static final int MOST_WARM_UPS = 8;
    private static final int SAMPLES = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(5);

    private static final String PATH = "/flood/mcp";
    private static final String BESIDE_THE_FILTER = "/flood/mcp/mcp";

    private final BenchServer server;
    private final Deque<Wire> parked = new ArrayDeque<>();
    private final List<String> sample = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger busyLost = new AtomicInteger();
    private int quietLost;

    private Flood(BenchServer server) {
        this.server = server;
    }

    static void run(Report report) throws Exception {
        try (BenchServer server = BenchServer.start(war(), "512m", "-Dmcp.session.maxSessions=" + LIMIT)) {
            new Flood(server).measure(report);
        }
    }

    private void measure(Report report) throws Exception {
        double cold = server.heap();
        warmUp();
        double before = server.heap();

        server.set("MaxActiveSessions", -1);
        int threads = server.mostThreads();
        Latencies below = floodBeside(BELOW_THE_LIMIT, "below the limit");
        clear();
        server.set("MaxActiveSessions", LIMIT);
        server.invoke("resetStatistics");
        opened.set(0);
        refused.set(0);
        sample.clear();
        Latencies above = floodBeside(SESSIONS, "at the limit");
        double during = server.heap();
        long most = server.number("MaxActive");
        long evicted = server.number("EvictedSessions");
        int held = heldByTheEndpoint();
        clear();
        double after = heapWhenConnectionsAreGone(before);
        report.table("flood", "");
        report.row(
                "opened, refused, evicted",
                String.format(Locale.ROOT, "%,d, %d, %,d", opened.get(), refused.get(), evicted));

        flood(SESSIONS);
        clear();
        double afterAnother = heapWhenConnectionsAreGone(after);
        report.row("most live at once", String.format(Locale.ROOT, "%,d", most));
        report.row(
                "p99 of the busy one, below the limit and at it",
                String.format(Locale.ROOT, "%.1f ms, %.1f ms", below.percentile(99), above.percentile(99)));
        report.row("of " + SAMPLES + " evicted sessions, still held by the SDK's servlet", String.valueOf(held));
        report.row(
                "heap in use when started, warm, at the end, up to " + PATIENCE.toSeconds()
                        + " s after, and after another such flood",
                String.format(
                        Locale.ROOT,
                        "%.0f MB, %.0f MB, %.0f MB, %.0f MB, %.0f MB",
                        cold,
                        before,
                        during,
                        after,
                        afterAnother));
        report.row("most threads, warm and after", String.format(Locale.ROOT, "%d, %d", threads, server.mostThreads()));
        report.atMost("flood.live", (double) most, LIMIT);
        report.atMost("flood.refused", refused.get(), 0);
        report.atMost("flood.quiet.lost", quietLost, 0);
        report.atMost("flood.busy.lost", busyLost.get(), 0);
        report.atMost("flood.busy.p99.ratio", above.percentile(99) / below.percentile(99), 2);
        report.atMost("flood.endpoint.held.of." + SAMPLES, held, 0);
        report.atMost("flood.heap.after.ratio", after / before, 1.25);
        report.atMost("flood.heap.after.another.ratio", afterAnother / after, 1.1);
    }

    /**
     * Until the server starts no more threads: it keeps them and their buffers, which are no part of what a flood
     * leaves.
     */
    private void warmUp() throws Exception {
        int threads;
        int round = 0;
        do {
            threads = server.mostThreads();
            flood(BELOW_THE_LIMIT);
            clear();
            System.out.printf(
                    Locale.ROOT, "warm-up: at most %d threads, %.0f MB%n", server.mostThreads(), server.heap());
        } while (server.mostThreads() > threads && ++round < MOST_WARM_UPS);
    }

    /**
     * What a server holds for connections goes when it notices that they are dead: by its own timeouts, 30 seconds at
     * Payara.
     */
    private double heapWhenConnectionsAreGone(double before) throws IOException {
        double after = server.heap();
        for (long start = System.nanoTime();
                after > before && System.nanoTime() - start < PATIENCE.toNanos();
                after = server.heap()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return after;
    }

    /** Floods while one session is busy and another quiet; both must live on. */
    private Latencies floodBeside(int sessions, String where) throws Exception {
        try (Wire busy = new Wire(server.port())) {
            String quietSession = openQuietSession();
            String busySession = header(busy.post(PATH, "", Messages.INITIALIZE));
            busy.post(PATH, busySession, Messages.PING);

            AtomicBoolean over = new AtomicBoolean();
            Latencies latencies = new Latencies();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<Void> calls = pool.submit(() -> {
                while (!over.get()) {
                    long asked = System.nanoTime();
                    if (busy.post(PATH, busySession, Messages.PING).status() != 200) {
                        busyLost.incrementAndGet();
                    }
                    latencies.add(System.nanoTime() - asked);
                    LockSupport.parkNanos(BETWEEN_CALLS.toNanos());
                }
                return null;
            });
            long start = System.nanoTime();
            flood(sessions);
            double seconds = (System.nanoTime() - start) / 1e9;
            over.set(true);
            calls.get();
            pool.shutdown();
            try (Wire quiet = new Wire(server.port())) {
                quietLost += quiet.post(PATH, quietSession, Messages.PING).status() == 200 ? 0 : 1;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d sessions in %.0f s; busy session: %d calls, p50 %.2f ms, p99 %.2f ms%n",
                    where,
                    sessions,
                    seconds,
                    latencies.count(),
                    latencies.percentile(50),
                    latencies.percentile(99));
            return latencies;
        }
    }

    /** A session that has an owner; on a connection of its own, which no server keeps for as long as a flood takes. */
    private String openQuietSession() throws IOException {
        try (Wire quiet = new Wire(server.port())) {
            String caller = NamedCallers.HEADER + ": alice\r\n";
            String session = header(quiet.post(PATH, caller, Messages.INITIALIZE)) + caller;
            quiet.post(PATH, session, Messages.PING);
            return session;
        }
    }

    private void flood(int sessions) throws Exception {
        AtomicInteger left = new AtomicInteger(sessions);
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(pool.submit(() -> {
                try (Wire wire = new Wire(server.port())) {
                    for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                        one(wire, number);
                    }
                }
                return null;
            }));
        }
        for (Future<Void> client : clients) {
            client.get();
        }
        pool.shutdown();
    }

    private void one(Wire wire, int number) throws IOException {
        Answer answer = wire.post(PATH, "", Messages.INITIALIZE);
        if (answer.status() != 200) {
            refused.incrementAndGet();
            return;
        }
        opened.incrementAndGet();
        String session = header(answer);
        wire.post(PATH, session, Messages.PING);
        if (number % PARKS == 0) {
            park(session);
        }
        synchronized (sample) {
            if (sample.size() < SAMPLES) {
                sample.add(session);
            }
        }
    }

    private void park(String session) throws IOException {
        Wire wire = new Wire(server.port());
        wire.park(PATH, session);
        Wire oldest = null;
        synchronized (parked) {
            parked.add(wire);
            if (parked.size() > MOST_PARKED) {
                oldest = parked.remove();
            }
        }
        if (oldest != null) {
            oldest.vanish();
        }
    }

    /** How many of the first sessions of the flood, all long gone, the endpoint still answers for. */
    private int heldByTheEndpoint() throws IOException {
        int held = 0;
        try (Wire wire = new Wire(server.port())) {
            for (String session : sample) {
                if (wire.post(BESIDE_THE_FILTER, session, Messages.PING).status() == 200) {
                    held++;
                }
            }
        }
        return held;
    }

    /**
     * Everybody goes, no more at a time than can wait for their release, and enough requests come for the endpoint to
     * be told.
     */
    private void clear() throws Exception {
        synchronized (parked) {
            for (Wire wire : parked) {
                wire.vanish();
            }
            parked.clear();
        }
        boolean more;
        do {
            more = server.expireSome();
            try (Wire wire = new Wire(server.port())) {
                while (server.number("PendingReleases") > 0) {
                    wire.post(PATH, "", Messages.INITIALIZE);
                }
            }
        } while (more);
    }

    private static String header(Answer answer) {
        return Messages.session(answer.session());
    }

    /** The demo, with callers who are believed, and with a path to its endpoint that the filter is not mapped to. */
    private static Path war() {
        Path built = Path.of(System.getProperty("build.directory"), "demo.war");
        WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, built.toFile());
        war.addClass(NamedCallers.class);
        File file = built.resolveSibling("flood.war").toFile();
        WebXml.replace(war, "<url-pattern>/mcp/*<", "<url-pattern>/mcp<");
        war.as(ZipExporter.class).exportTo(file, true);
        return file.toPath();
    }
}
