package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which sessions that are not in memory can be resumed: by their sealed id, their age, their owner, and the
 * revocations.
 *
 * <p>Safe for use by many threads.
 */
final class Resumability {

    private final SealedIds sealed;
    private final Revocations revocations;
    private final SessionIds ids;
    private final TimeSource time;
    private final Supplier<Timeouts> timeouts;

    Resumability(
            SealedIds sealed, Revocations revocations, SessionIds ids, TimeSource time, Supplier<Timeouts> timeouts) {
        this.sealed = sealed;
        this.revocations = revocations;
        this.ids = ids;
        this.time = time;
        this.timeouts = timeouts;
    }

    /** Whether a caller may resume the session that an id describes. */
    boolean permits(String path, String id, @Nullable Owner caller) {
        SealedSession session = sealed.open(path, id);
        return session != null
                && session.belongsTo(caller)
                && time.now().isBefore(end(session))
                && revocations.permits(ids.handle(path, id), caller);
    }

    /** Revokes the session that an id describes. Does nothing where the id is not sealed. */
    void revoke(String path, String id) {
        SealedSession session = sealed.open(path, id);
        if (session != null) {
            revocations.revoke(ids.handle(path, id), end(session));
        }
    }

    /** Revokes the session of a handle, whatever it is, for as long as any session can be resumed. */
    void revoke(long handle) {
        revocations.revoke(handle, time.now().plus(within()));
    }

    /** Records what a session that ends leaves behind. To be called before it is removed from memory. */
    void ended(Session session, @Nullable Owner owner, EndReason reason) {
        if (!session.isSealed()) {
            return;
        }
        if (reason.isFinal()) {
            revoke(session.path(), session.id());
        } else if (owner != null) {
            bind(session, owner);
        }
    }

    private void bind(Session session, Owner owner) {
        SealedSession described = sealed.open(session.path(), session.id());
        if (described != null && !described.isOwned()) {
            revocations.bind(ids.handle(session.path(), session.id()), owner, end(described));
        }
    }

    Revocations revocations() {
        return revocations;
    }

    /** When the session can no longer be resumed. */
    private Instant end(SealedSession session) {
        return session.created().plus(within());
    }

    private Duration within() {
        Timeouts current = timeouts.get();
        long nanos = current.lifetime() > 0 ? Math.min(current.resumable(), current.lifetime()) : current.resumable();
        return Duration.ofNanos(nanos);
    }
}
