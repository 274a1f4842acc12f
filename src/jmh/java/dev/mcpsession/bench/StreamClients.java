package dev.mcpsession.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;

/** Clients of the demo that each have a session and an open GET stream, and do nothing else. */
final class StreamClients {

    private static final String PATH = "/demo/mcp";
    private static final String UNKNOWN = Messages.session("unknown");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Four comments on each stream, by default. */
    private static final Duration REST = Duration.ofSeconds(Effort.of(60, 15));

    private final BenchServer server;
    private final List<Wire> streams = new ArrayList<>();

    StreamClients(BenchServer server) {
        this.server = server;
    }

    /** Opens sessions, then the streams, and measures what the server does while they are parked. */
    Rest park(int count) throws Exception {
        List<String> sessions = new ArrayList<>();
        try (Wire wire = new Wire(server.port())) {
            for (int i = 0; i < count; i++) {
                sessions.add(open(wire));
            }
        }
        double before = server.heap();
        for (String session : sessions) {
            park(session);
        }
        double kilobytes = (server.heap() - before) * 1_000 / count;
        server.invoke("resetStatistics");
        Duration begin = server.cpu();
        LockSupport.parkNanos(REST.toNanos());
        Duration cpu = server.cpu().minus(begin);
        double comments = server.number("StreamComments") / (double) REST.toSeconds();
        if (server.number("ActiveStreams") != count) {
            throw new IllegalStateException(server.number("ActiveStreams") + " streams instead of " + count);
        }
        for (Wire stream : streams) {
            stream.close();
        }
        return new Rest(kilobytes, cpu.toMillis() / (double) REST.toSeconds(), comments);
    }

    /** Opens sessions, each with its stream, has all clients go, and waits until the sessions have expired. */
    Visit comeAndGo(int count, Departure departure) throws Exception {
        double before = server.heap();
        try (Wire wire = new Wire(server.port())) {
            for (int i = 0; i < count; i++) {
                park(open(wire));
            }
        }
        double during = server.heap();
        long begin = System.nanoTime();
        for (Wire stream : streams) {
            departure.of(stream);
        }
        streams.clear();
        await("ActiveStreams");
        double seconds = (System.nanoTime() - begin) / 1e9;
        await("ActiveSessions");
        release();
        return new Visit(before, during, server.heap(), seconds);
    }

    private static String open(Wire wire) throws IOException {
        String session =
                Messages.session(wire.post(PATH, "", Messages.INITIALIZE).session());
        wire.post(PATH, session, Messages.PING);
        return session;
    }

    private void park(String session) throws IOException {
        Wire stream = new Wire(server.port());
        stream.park(PATH, session);
        streams.add(stream);
    }

    private void await(String attribute) throws IOException, JMException {
        long begin = System.nanoTime();
        while (server.number(attribute) > 0) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(attribute + " is " + server.number(attribute));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /* The endpoint is told of an ended session during a request that the filter answers itself. */
    private void release() throws IOException, JMException {
        try (Wire wire = new Wire(server.port())) {
            while (server.number("PendingReleases") > 0) {
                for (int i = 0; i < 100; i++) {
                    wire.post(PATH, UNKNOWN, Messages.PING);
                }
            }
        }
    }

    /** How a client goes. */
    interface Departure {
        void of(Wire stream) throws IOException;
    }

    /**
     * What parked streams cost.
     *
     * @param kilobytes of heap for each
     * @param millis of processor time a second
     * @param comments a second
     */
    record Rest(double kilobytes, double millis, double comments) {}

    /**
     * What clients leave behind.
     *
     * @param before megabytes of heap
     * @param during with their streams
     * @param after when their sessions have expired and been released
     * @param seconds until no stream was in flight
     */
    record Visit(double before, double during, double after, double seconds) {}
}
