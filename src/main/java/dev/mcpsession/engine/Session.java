package dev.mcpsession.engine;

import dev.mcpsession.McpSession;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
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
    private final long number;
    private final SessionKey key;
    private final String handle;
    private final boolean adopted;
    private final Instant created;
    private final long opened;
    private final AtomicReference<SessionState> gate;
    private final ConcurrentMap<SessionStream, Boolean> streams = new ConcurrentHashMap<>(1);
    private volatile ClientInfo client;
    private volatile Usage usage;

    Session(
            SessionRegistry registry,
            long number,
            SessionKey key,
            String handle,
            boolean adopted,
            @Nullable Owner owner,
            ClientInfo client) {
        this.registry = registry;
        this.number = number;
        this.key = key;
        this.handle = handle;
        this.adopted = adopted;
        this.client = client;
        this.created = registry.time().now();
        this.opened = registry.time().nanos();
        this.usage = new Usage(registry.time());
        this.gate = new AtomicReference<>(SessionState.opened(owner, opened));
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

    @Override
    public @Nullable Owner owner() {
        return state().owner();
    }

    /**
     * Everything that can be shown of the session, as it is at one moment.
     *
     * @return a consistent picture
     */
    public SessionSnapshot snapshot() {
        SessionState state = state();
        Owner owner = state.owner();
        ClientInfo shown = client;
        long end = state.lastEnd();
        boolean busy = state.requests() + state.streams() > 0;
        return new SessionSnapshot(
                handle,
                SafeText.of(key.path()),
                adopted,
                owner == null ? null : SafeText.of(owner.toString()),
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

    /** See {@link Exchange#remember(SessionStream)}. */
    void remember(SessionStream stream, @Nullable Owner caller) {
        streams.put(stream, caller == null);
        SessionState state = state();
        if (state.isEnded() || !state.admits(caller)) {
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

    /** The counters of its kind of client. */
    Usage usage() {
        return usage;
    }

    void countWith(Usage counters) {
        usage = counters;
    }

    /** The order of opening. */
    long number() {
        return number;
    }

    /** Whether nothing of an ended session goes on: no request is in flight, and no stream is or will be written to. */
    boolean isSilent() {
        return state().isEnded() && state().requests() == 0 && streams.keySet().stream().allMatch(SessionStream::tryClose);
    }

    /**
     * Lets an exchange in, or says no with null: because the session has ended, if only at this moment by its age, or because it is
     * somebody else's. The first caller with a name makes an anonymous session its own.
     */
    @Nullable Exchange enter(ExchangeKind kind, @Nullable Owner caller) {
        while (true) {
            SessionState seen = state();
            if (seen.isEnded()) {
                return null;
            }
            long now = registry.time().nanos();
            EndReason due = seen.expiry(now, opened, registry.timeouts());
            if (due != null) {
                tryEnd(seen, due);
            } else if (!seen.admits(caller)) {
                registry.ownerMismatch(this, caller);
                return null;
            } else if (tryChange(seen, seen.entered(kind, caller))) {
                usage.count(now);
                if (seen.owner() == null && caller != null) {
                    bound(caller);
                }
                return new Exchange(this, kind, caller);
            }
        }
    }

    /** Called once by each {@link Exchange}. */
    void leave(ExchangeKind kind) {
        SessionState seen;
        do {
            seen = state();
        } while (!tryChange(seen, seen.left(kind, registry.time().nanos())));
    }

    /** Ends the session whatever is in flight; true for the one caller that did. */
    boolean end(EndReason reason) {
        return endIf(state -> true, reason);
    }

    /** Ends the session if its state is such at the very moment; true for the one caller that did. */
    boolean endIf(Predicate<SessionState> condition, EndReason reason) {
        while (true) {
            SessionState seen = state();
            if (seen.isEnded() || !condition.test(seen)) {
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
        endIf(state -> !state.established(), reason);
    }

    SessionState state() {
        return Objects.requireNonNull(gate.get());
    }

    private boolean tryEnd(SessionState seen, EndReason reason) {
        if (!tryChange(seen, seen.ended(reason))) {
            return false;
        }
        registry.ended(this, seen.owner(), reason, Duration.ofNanos(registry.time().nanos() - opened));
        streams.keySet().forEach(registry::close);
        return true;
    }

    private boolean tryChange(SessionState seen, SessionState next) {
        if (!gate.compareAndSet(seen, next)) {
            return false;
        }
        registry.candidates().moved(this, seen, next);
        return true;
    }

    private void bound(Owner owner) {
        streams.forEach((stream, anonymous) -> {
            if (anonymous) {
                registry.close(stream);
            }
        });
        registry.bound(owner);
    }
}
