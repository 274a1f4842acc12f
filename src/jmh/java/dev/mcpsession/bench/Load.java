package dev.mcpsession.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients that each have a session, and send the next ping as soon as the last one is answered; each on a connection of
 * its own, which is new each time, since no server keeps one for as long as others have their turn.
 */
final class Load {

    private static final int CLIENTS = 8;
    private static final int PATIENCE_MILLIS = 1_000;

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
    Window send(Duration time) throws IOException {
        List<Pinger> clients = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (String headers : sessions) {
                clients.add(new Pinger(selector, server.port(), path, headers));
            }
            Duration cpu = server.cpu();
            long start = System.nanoTime();
            for (Pinger client : clients) {
                client.send();
            }
            while (System.nanoTime() - start < time.toNanos()) {
                selector.select(Load::proceed, PATIENCE_MILLIS);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Latencies latencies =
                    Latencies.of(clients.stream().map(Pinger::latencies).toList());
            return new Window(
                    latencies.count() / seconds,
                    latencies.percentile(99),
                    server.cpu().minus(cpu).toNanos() / 1e3 / latencies.count());
        } finally {
            for (Pinger client : clients) {
                client.close();
            }
        }
    }

    private static void proceed(SelectionKey key) {
        try {
            ((Pinger) key.attachment()).proceed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    record Window(double perSecond, double p99, double cpu) {}
}
