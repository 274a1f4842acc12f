package dev.mcpsession.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that each have a session, and send the next ping as soon as the last one is answered; each on a connection of its own, which
 * is new each time, since no server keeps one for as long as others have their turn.
 */
final class Load {

    private static final int CLIENTS = 8;
    private static final int MOST_CALLS_PER_SECOND = 50_000;

    private final String path;
    private final List<String> sessions = new ArrayList<>();
    private final ServerProcess server;

    private Load(ServerProcess server, String path) {
        this.server = server;
        this.path = path;
    }

    /** Opens their sessions. */
    static Load open(ServerProcess server, String path) throws IOException {
        Load load = new Load(server, path);
        try (Wire wire = new Wire(server.port())) {
            for (int i = 0; i < CLIENTS; i++) {
                Wire.Answer answer = wire.post(path, "", Messages.INITIALIZE);
                check(answer);
                load.sessions.add(headers(answer.session()));
            }
        }
        return load;
    }

    /** Lets them send for so long. */
    Window send(Duration time) throws InterruptedException, ExecutionException {
        Duration cpu = server.cpu();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> clients = new ArrayList<>();
        for (String headers : sessions) {
            clients.add(() -> send(headers, end));
        }
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        List<long[]> latencies = new ArrayList<>();
        try {
            for (Future<long[]> client : pool.invokeAll(clients)) {
                latencies.add(client.get());
            }
        } finally {
            pool.shutdown();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return Window.of(latencies, seconds, server.cpu().minus(cpu));
    }

    private long[] send(String headers, long end) throws IOException {
        long[] nanos = new long[(int) ((end - System.nanoTime()) / 1_000_000_000 + 1) * MOST_CALLS_PER_SECOND];
        int count = 0;
        try (Wire wire = new Wire(server.port())) {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                check(wire.post(path, headers, Messages.PING));
                nanos[count++] = System.nanoTime() - start;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    /* An endpoint without sessions of its own names none where there is no filter. */
    private static String headers(@Nullable String session) {
        return "MCP-Protocol-Version: 2025-11-25\r\n" + (session == null ? "" : Messages.session(session));
    }

    private static void check(Wire.Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("Answered " + answer.status());
        }
    }

    /**
     * What came of it.
     *
     * @param perSecond pings answered a second
     * @param p99 milliseconds that 99 of 100 took at most
     * @param cpu microseconds of processor time that the server took for each
     */
    record Window(double perSecond, double p99, double cpu) {

        private static Window of(List<long[]> latencies, double seconds, Duration cpu) {
            long[] sorted = latencies.stream().flatMapToLong(LongStream::of).sorted().toArray();
            return new Window(
                    sorted.length / seconds,
                    sorted[(int) ((sorted.length - 1L) * 99 / 100)] / 1e6,
                    cpu.toNanos() / 1e3 / sorted.length);
        }
    }
}
