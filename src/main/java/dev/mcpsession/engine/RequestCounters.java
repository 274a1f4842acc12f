package dev.mcpsession.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests and live sessions by protocol revision and by client name, since the start or the last
 * {@linkplain SessionRegistry#resetStatistics() reset}.
 *
 * <p>Clients choose both texts, so both are bounded: when as many names are counted as are kept, further ones are
 * counted together under {@link #OTHER}. The revisions that the endpoint serves always have a row of their own.
 *
 * <p>Safe for use by many threads.
 */
public final class RequestCounters {

    /** The row of the names that exceed the bound. */
    public static final String OTHER = "other";

    /** The row of the clients that sent no name or revision. */
    public static final String UNKNOWN = "unknown";

    /** The most revisions with a row of their own, besides those that the endpoint serves. */
    public static final int MAX_REVISIONS = 16;

    /** The most client names with a row of their own. */
    public static final int MAX_CLIENTS = 64;

    /*
     * Implementation notes.
     *
     * A counter belongs to a pair of revision and name: a request increments one counter, and a read adds up both tables. A session
     * holds its counter, so that its requests look nothing up. Requests without a session are found by their revision alone.
     *
     * The lock guards the names and the counter of each session. It is held for a few instructions when a session opens or ends, and
     * by a reset for one pass over the counters, whose number is bounded. Nothing here scans sessions, and a read takes no lock. The
     * request thread that opens a session and the thread that ends it may arrive in either order: whichever takes the lock second
     * finds what the first has done, so a session is counted as live from the one call until the other, or not at all.
     */
    private final Set<String> served;
    private final TimeSource time;
    private final ConcurrentMap<Kind, RequestCounter> counters = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private final Set<String> revisions = new TreeSet<>();

    @GuardedBy("this")
    private final Set<String> clients = new TreeSet<>();

    private final ConcurrentMap<String, RequestCounter> sessionless = new ConcurrentHashMap<>();
    private final RequestCounter unassigned;

    RequestCounters(Set<String> served, TimeSource time) {
        this.served = served;
        this.time = time;
        this.unassigned = new RequestCounter(time);
    }

    /**
     * Counts a request that belongs to no session.
     *
     * @param revision the revision that it named, any text; null for none
     */
    public void countSessionless(@Nullable String revision) {
        RequestCounter counter = revision == null ? null : sessionless.get(revision);
        if (counter == null) {
            counter = sessionlessCounter(revision);
        }
        counter.count(time.nanos());
    }

    /**
     * The table by protocol revision: the one that the client asked for, or named on a request without a session.
     *
     * @return a row for each, {@link #OTHER} included if there are more
     */
    public Map<String, RequestCounterSnapshot> byRevision() {
        return by(Kind::revision);
    }

    /**
     * The table by client name.
     *
     * @return a row for each, {@link #OTHER} and {@link #UNKNOWN} included if there are such clients
     */
    public Map<String, RequestCounterSnapshot> byClient() {
        return by(Kind::client);
    }

    /** The counter of a session that has not been assigned one; appears in no table. */
    RequestCounter unassigned() {
        return unassigned;
    }

    /**
     * Assigns a session the counter of its client, and returns that counter. A session that has ended is not counted as
     * live.
     */
    synchronized RequestCounter add(Session session) {
        ClientInfo client = session.client();
        RequestCounter counter = counter(kind(client.protocolVersion(), client.name()));
        if (!session.isEnded()) {
            unassign(session);
            session.setCounter(counter);
            counter.sessionAdded();
        }
        return counter;
    }

    /** To be called once for each session that has ended. */
    synchronized void remove(Session session) {
        unassign(session);
    }

    /** Counts requests from zero, and keeps the rows that have live sessions. */
    synchronized void reset() {
        counters.values().removeIf(counter -> counter.liveSessions() == 0);
        counters.values().forEach(counter -> counter.restart(time));
        sessionless.clear();
        revisions.retainAll(counters.keySet().stream().map(Kind::revision).collect(Collectors.toSet()));
        clients.retainAll(counters.keySet().stream().map(Kind::client).collect(Collectors.toSet()));
    }

    private void unassign(Session session) {
        if (session.counter() != unassigned) {
            session.counter().sessionRemoved();
            session.setCounter(unassigned);
        }
    }

    private synchronized RequestCounter sessionlessCounter(@Nullable String revision) {
        Kind kind = kind(revision == null ? null : SafeText.of(revision), null);
        RequestCounter counter = counter(kind);
        // Only a revision with a row of its own is a key here, so that the map is bounded; the others take this way
        // each time.
        if (kind.revision().equals(revision)) {
            sessionless.put(revision, counter);
        }
        return counter;
    }

    private Map<String, RequestCounterSnapshot> by(Function<Kind, String> name) {
        Map<String, RequestCounterSnapshot> table = new TreeMap<>();
        counters.forEach(
                (kind, counter) -> table.merge(name.apply(kind), counter.snapshot(), RequestCounterSnapshot::plus));
        return table;
    }

    private RequestCounter counter(Kind kind) {
        return counters.computeIfAbsent(kind, any -> new RequestCounter(time));
    }

    @GuardedBy("this")
    private Kind kind(@Nullable String revision, @Nullable String client) {
        return new Kind(
                revision != null && served.contains(revision) ? revision : bounded(revision, revisions, MAX_REVISIONS),
                bounded(client, clients, MAX_CLIENTS));
    }

    private static String bounded(@Nullable String name, Set<String> known, int max) {
        if (name == null) {
            return UNKNOWN;
        }
        return known.contains(name) || (known.size() < max && known.add(name)) ? name : OTHER;
    }

    private record Kind(String revision, String client) {

        /* Written out: the generated methods of a record, on JDK 17, keep the last caller's class in a static field, and with it an application. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kind kind && revision.equals(kind.revision) && client.equals(kind.client);
        }

        @Override
        public int hashCode() {
            return 31 * revision.hashCode() + client.hashCode();
        }
    }
}
