package dev.mcpsession.engine;

import dev.mcpsession.McpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One session and its gate.
 *
 * <p><b>The invariant.</b> All that changes is one immutable {@link SessionState}, replaced by compare-and-set. To enter, the state
 * that was seen must be neither ended nor expired; to expire, it must have nothing in flight that forbids it; to end, it must
 * not have ended. Whoever loses the race looks again. Hence no exchange enters an ended session, none is expired under an
 * exchange, and exactly one caller ends a session: that one does the book-keeping.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Session implements McpSession {

    private final SessionRegistry registry;
    private final SessionKey key;
    private final String handle;
    private final boolean adopted;
    private final Instant created;
    private final long opened;
    private final AtomicReference<SessionState> gate;
    private final Set<SessionStream> streams = ConcurrentHashMap.newKeySet(1);
    private volatile ClientInfo client;

    Session(SessionRegistry registry, SessionKey key, String handle, boolean adopted, ClientInfo client) {
        this.registry = registry;
        this.key = key;
        this.handle = handle;
        this.adopted = adopted;
        this.client = client;
        this.created = registry.time().now();
        this.opened = registry.time().nanos();
        this.gate = new AtomicReference<>(SessionState.opened(opened));
    }

    /**
     * The session id: a bearer secret, for the response header and for comparison only.
     *
     * @return 1 to 128 visible ASCII characters
     */
    public String id() {
        return key.id();
    }

    /**
     * Whether the endpoint named the session, rather than the filter.
     *
     * @return true if the id is the endpoint's
     */
    public boolean isAdopted() {
        return adopted;
    }

    /**
     * Whether the session is over.
     *
     * @return true from the end on, for ever
     */
    public boolean isEnded() {
        return state().isEnded();
    }

    @Override
    public String handle() {
        return handle;
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public Instant lastActivity() {
        return created.plusNanos(state().lastEnd() - opened);
    }

    @Override
    public @Nullable String protocolVersion() {
        return client.protocolVersion();
    }

    @Override
    public @Nullable String clientName() {
        return client.name();
    }

    @Override
    public @Nullable String clientVersion() {
        return client.version();
    }

    /**
     * Everything that can be shown of the session, as it is at one moment.
     *
     * @return a consistent picture
     */
    public SessionSnapshot snapshot() {
        SessionState state = state();
        ClientInfo shown = client;
        long end = state.lastEnd();
        boolean busy = state.requests() + state.streams() > 0;
        return new SessionSnapshot(
                handle,
                SafeText.of(key.path()),
                adopted,
                state.established(),
                state.endReason(),
                created,
                created.plusNanos(end - opened),
                busy ? Duration.ZERO : Duration.ofNanos(Math.max(0, registry.time().nanos() - end)),
                state.requests(),
                state.streams(),
                state.served(),
                shown.protocolVersion(),
                shown.name(),
                shown.version());
    }

    /**
     * Remembers an open stream, so that the end of the session closes it. A stream that comes when the session has just ended
     * is closed at once.
     *
     * @param stream the stream; {@linkplain #forget(SessionStream) forget} it when it is over
     */
    public void remember(SessionStream stream) {
        streams.add(stream);
        if (isEnded()) {
            registry.close(stream);
        }
    }

    /**
     * Forgets a stream that is over.
     *
     * @param stream the stream
     */
    public void forget(SessionStream stream) {
        streams.remove(stream);
        registry.forget(stream);
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return "McpSession " + handle;
    }

    SessionKey key() {
        return key;
    }

    ClientInfo client() {
        return client;
    }

    /** Takes what a repeated {@code initialize} says of the client. */
    void describe(ClientInfo newClient) {
        client = newClient;
    }

    /** Lets an exchange in, or says no with null because the session has ended, if only at this moment by its age. */
    @Nullable Exchange enter(ExchangeKind kind) {
        while (true) {
            SessionState seen = state();
            if (seen.isEnded()) {
                return null;
            }
            EndReason due = seen.expiry(registry.time().nanos(), opened, registry.timeouts());
            if (due != null) {
                tryEnd(seen, due);
            } else if (gate.compareAndSet(seen, seen.entered(kind))) {
                return new Exchange(this, kind);
            }
        }
    }

    /** Called once by each {@link Exchange}. */
    void leave(ExchangeKind kind) {
        SessionState seen;
        do {
            seen = state();
        } while (!gate.compareAndSet(seen, seen.left(kind, registry.time().nanos())));
    }

    /** Ends the session whatever is in flight; true for the one caller that did. */
    boolean end(EndReason reason) {
        while (true) {
            SessionState seen = state();
            if (seen.isEnded()) {
                return false;
            }
            if (tryEnd(seen, reason)) {
                return true;
            }
        }
    }

    /** Ends the session if its time is up; true for the one caller that did. */
    boolean endIfExpired() {
        SessionState seen = state();
        if (seen.isEnded()) {
            return false;
        }
        EndReason due = seen.expiry(registry.time().nanos(), opened, registry.timeouts());
        return due != null && tryEnd(seen, due);
    }

    /** Ends the session unless something has come after its {@code initialize}. */
    void endIfProvisional(EndReason reason) {
        SessionState seen = state();
        while (!seen.isEnded() && !seen.established() && !tryEnd(seen, reason)) {
            seen = state();
        }
    }

    private SessionState state() {
        return Objects.requireNonNull(gate.get());
    }

    private boolean tryEnd(SessionState seen, EndReason reason) {
        if (!gate.compareAndSet(seen, seen.ended(reason))) {
            return false;
        }
        registry.ended(this, reason, Duration.ofNanos(registry.time().nanos() - opened));
        streams.forEach(registry::close);
        return true;
    }
}
