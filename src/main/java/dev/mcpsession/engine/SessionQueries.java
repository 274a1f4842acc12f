package dev.mcpsession.engine;

import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the sessions of a registry: lists, owners and the number of exchanges in flight. Each list visits all sessions
 * without a lock, and shows those that were live throughout.
 *
 * <p>Safe for use by many threads.
 */
public final class SessionQueries {

    private final SessionMap sessions;
    private final ExchangeGauge exchanges;
    private final SessionIds ids;
    private final TimeSource time;

    SessionQueries(SessionMap sessions, ExchangeGauge exchanges, SessionIds ids, TimeSource time) {
        this.sessions = sessions;
        this.exchanges = exchanges;
        this.ids = ids;
        this.time = time;
    }

    /**
     * The sessions that are live now, in no order.
     *
     * @return snapshots, each consistent in itself
     */
    public List<SessionSnapshot> list() {
        return sessions.stream()
                .map(Session::snapshot)
                .filter(snapshot -> snapshot.endReason() == null)
                .toList();
    }

    /**
     * The sessions that are live now, in no order, as an application sees them.
     *
     * @return the sessions; each may have ended meanwhile
     */
    public List<McpSession> sessions() {
        return sessions.stream()
                .filter(session -> !session.isEnded())
                .map(McpSession.class::cast)
                .toList();
    }

    /**
     * The live session that a handle names.
     *
     * @param handle a handle, whatever it is
     * @return empty where there is no such live session
     */
    public Optional<McpSession> find(String handle) {
        return sessions.stream()
                .filter(session -> session.handle().equals(handle) && !session.isEnded())
                .map(McpSession.class::cast)
                .findFirst();
    }

    /**
     * The sessions that were used most recently, in no order. Allocates nothing for the others.
     *
     * @param max the most sessions to return
     * @return snapshots of live sessions, each consistent in itself
     */
    public List<SessionSnapshot> mostRecent(int max) {
        RecentSessions recent = new RecentSessions(max);
        long now = time.nanos();
        sessions.stream().forEach(session -> recent.offer(session, session.idleNanos(session.state(), now)));
        return recent.selected().stream()
                .map(Session::snapshot)
                .filter(snapshot -> snapshot.endReason() == null)
                .toList();
    }

    /**
     * The owners of live sessions.
     *
     * @param condition selects owners
     * @return the selected ones
     */
    public Set<Owner> owners(Predicate<Owner> condition) {
        return sessions.stream()
                .map(Session::owner)
                .filter(Objects::nonNull)
                .distinct()
                .filter(condition)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The handle of an owner, by which JMX and log lines name it exactly: the text of an owner may be cut, and two
     * owners may have the same text.
     *
     * @param owner an owner
     * @return 16 characters of {@code 0-9a-f}, a keyed digest; the same until the application is restarted
     */
    public String handleOf(Owner owner) {
        return SessionIds.label(ids.handle(owner));
    }

    /**
     * The number of exchanges in flight, open streams included.
     *
     * @return a count; includes those of sessions that have ended meanwhile
     */
    public int activeRequests() {
        return exchanges.count(ExchangeKind.REQUEST) + activeStreams();
    }

    /**
     * The number of open GET streams.
     *
     * @return a count; includes those of sessions that have ended meanwhile
     */
    public int activeStreams() {
        return exchanges.count(ExchangeKind.STREAM);
    }
}
