package dev.mcpsession.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the endpoint, by protocol revision and by name of the client, since the start or the last
 * {@linkplain SessionRegistry#resetStatistics() reset}.
 *
 * <p>Both are what clients say of themselves, so both are bounded: once there are as many names as are kept, new ones
 * are counted together under {@link #OTHER}. The revisions that the endpoint serves are always kept apart.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class UsageTable {

    /** What stands for the names that are too many. */
    public static final String OTHER = "other";

    /** What stands for clients that have not said. */
    public static final String UNKNOWN = "unknown";

    /** How many revisions are kept apart besides those that are served. */
    public static final int MOST_REVISIONS = 16;

    /** How many names of clients are kept apart. */
    public static final int MOST_CLIENTS = 64;

    /*
     * Implementation notes.
     *
     * A row is a pair of revision and name: one counter a request serves both tables, which are added up when somebody looks. A session
     * holds its row, so that a request looks nothing up. Requests without a session are found by their revision alone.
     *
     * Live sessions are not counted here but found when somebody looks, by their rows.
     *
     * The lock is for the rare things: a session comes into the table after it is in the registry, and a reset changes the rows of all
     * that are there. Whichever is first, the session ends with a row that is in the table.
     */
    private final Set<String> served;
    private final Supplier<Stream<Session>> sessions;
    private final TimeSource time;
    private final Map<Kind, Usage> rows = new HashMap<>();
    private final Set<String> revisions = new TreeSet<>();
    private final Set<String> clients = new TreeSet<>();
    private final ConcurrentMap<String, Usage> sessionless = new ConcurrentHashMap<>();
    private final Usage uncounted;

    UsageTable(Set<String> served, Supplier<Stream<Session>> sessions, TimeSource time) {
        this.served = served;
        this.sessions = sessions;
        this.time = time;
        this.uncounted = new Usage(time);
    }

    /**
     * Counts a request that belongs to no session.
     *
     * @param revision the revision that it named, whatever it is
     */
    public void countSessionless(String revision) {
        Usage usage = sessionless.get(revision);
        if (usage == null) {
            usage = sessionlessRow(revision);
        }
        usage.count(time.nanos());
    }

    /**
     * The table by protocol revision: the one that clients asked for, or named without a session.
     *
     * @return a row for each, {@link #OTHER} included where there are more
     */
    public Map<String, UsageSnapshot> byRevision() {
        return by(Kind::revision);
    }

    /**
     * The table by name of the client.
     *
     * @return a row for each, {@link #OTHER} and {@link #UNKNOWN} included where there are such
     */
    public Map<String, UsageSnapshot> byClient() {
        return by(Kind::client);
    }

    /** What a session counts with before it has a row. */
    Usage uncounted() {
        return uncounted;
    }

    /** Gives a session the row of its client. */
    synchronized void place(Session session) {
        session.countWith(
                row(kind(session.client().protocolVersion(), session.client().name())));
    }

    /** Starts anew, with the sessions that are live. */
    synchronized void reset() {
        rows.clear();
        sessionless.clear();
        revisions.clear();
        clients.clear();
        sessions.get().forEach(this::place);
    }

    private synchronized Usage sessionlessRow(String revision) {
        Kind kind = kind(SafeText.of(revision), null);
        Usage usage = row(kind);
        // Only what is bounded is a key here; the others come this way each time.
        if (kind.revision().equals(revision)) {
            sessionless.put(revision, usage);
        }
        return usage;
    }

    private synchronized Map<String, UsageSnapshot> by(Function<Kind, String> name) {
        Map<Usage, Integer> live = new HashMap<>();
        sessions.get()
                .filter(session -> !session.isEnded())
                .forEach(session -> live.merge(session.usage(), 1, Integer::sum));
        Map<String, UsageSnapshot> table = new TreeMap<>();
        rows.forEach((kind, usage) -> table.merge(
                name.apply(kind),
                new UsageSnapshot(live.getOrDefault(usage, 0), usage.requests(), usage.firstSeen(), usage.lastSeen()),
                UsageSnapshot::and));
        return table;
    }

    private Usage row(Kind kind) {
        return rows.computeIfAbsent(kind, any -> new Usage(time));
    }

    private Kind kind(@Nullable String revision, @Nullable String client) {
        return new Kind(
                revision != null && served.contains(revision) ? revision : bounded(revision, revisions, MOST_REVISIONS),
                bounded(client, clients, MOST_CLIENTS));
    }

    private static String bounded(@Nullable String name, Set<String> known, int most) {
        if (name == null) {
            return UNKNOWN;
        }
        return known.contains(name) || (known.size() < most && known.add(name)) ? name : OTHER;
    }

    private record Kind(String revision, String client) {

        /* Written out: for a record's own, JDK 17 keeps the class that asked last in a static field, and with it a whole application. */
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
