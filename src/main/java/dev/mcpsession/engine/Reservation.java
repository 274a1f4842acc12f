package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The permits that one {@code initialize} holds until its session opens or fails. Used once: by {@link #adopt} or
 * {@link #issue}, which pass the permits to the session, or by {@link #close()}, which returns them.
 *
 * <p>A permit may be missing where a limit was reached. It is then acquired when the session opens, by evicting a
 * candidate, and not before: an {@code initialize} that fails evicts no session.
 *
 * <p>Safe for use by many threads; the permits belong to the thread that uses the reservation.
 */
public final class Reservation implements AutoCloseable {

    private final SessionRegistry registry;
    private final AdmissionControl admission;
    private final @Nullable Owner owner;
    private final boolean toResume;
    private final AtomicBoolean used = new AtomicBoolean();
    private boolean permit;
    private boolean ownerPermit;
    private volatile @Nullable Session opened;

    Reservation(
            SessionRegistry registry,
            AdmissionControl admission,
            @Nullable Owner owner,
            boolean toResume,
            boolean permit,
            boolean ownerPermit) {
        this.registry = registry;
        this.admission = admission;
        this.owner = owner;
        this.toResume = toResume;
        this.permit = permit;
        this.ownerPermit = ownerPermit;
    }

    /**
     * Opens a session under an id that the endpoint named. Where a live session of the same owner has that id at that
     * path already, that session is initialized again.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the endpoint's id; {@linkplain SessionIds#isValid(String) valid}
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the reservation has been used,
     *     where no session could be evicted after all, or where a live session of another owner has that id
     */
    public @Nullable Exchange adopt(String path, String id, ClientInfo client) {
        return open(new NewSession(path, id, id, true, null, client));
    }

    /**
     * Opens a session under a new id.
     *
     * @param path servlet path and path info of the endpoint
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the reservation has been used, or
     *     where no session could be evicted after all
     */
    public @Nullable Exchange issue(String path, ClientInfo client) {
        String id = registry.newId();
        return open(new NewSession(path, id, id, false, null, client));
    }

    /**
     * Opens a session.
     *
     * @param opening the session
     * @return the {@code initialize} exchange, in flight on the session; null as for {@link #adopt}
     */
    public @Nullable Exchange open(NewSession opening) {
        return open(() -> registry.open(opening, owner));
    }

    /**
     * Opens a session again that is not in memory.
     *
     * @param opening the session, under its sealed id
     * @return an exchange, in flight on the session, that is to be ended when the request has entered; null where the
     *     reservation has been used, where no session could be evicted after all, where the session was revoked
     *     meanwhile, or where the endpoint has given another live session the same name
     */
    public @Nullable Exchange resume(NewSession opening) {
        return open(() -> registry.resume(opening, owner));
    }

    /** Returns the permits. Does nothing where the reservation has been used. */
    @Override
    public void close() {
        if (use()) {
            admission.release(this);
        }
    }

    /**
     * Returns the permits or, where the reservation has been used, ends the session, because its id has not left: the
     * response has turned into an error. A session that has served another exchange, or that was live before, is left
     * alone.
     */
    public void withdraw() {
        close();
        Session session = opened;
        if (session != null) {
            registry.withdraw(session);
        }
    }

    private @Nullable Exchange open(Supplier<@Nullable Exchange> opening) {
        if (!use()) {
            return null;
        }
        if (!admission.complete(this)) {
            admission.release(this);
            if (!toResume) {
                admission.reject();
            }
            return null;
        }
        Exchange exchange = opening.get();
        opened = exchange == null ? null : exchange.session();
        return exchange;
    }

    private boolean use() {
        return used.compareAndSet(false, true);
    }

    @Nullable
    Owner owner() {
        return owner;
    }

    /** Whether it is for a session that is resumed, rather than for a new one. */
    boolean isToResume() {
        return toResume;
    }

    /** Whether it holds one of the permits under the limit of all sessions. */
    boolean hasPermit() {
        return permit;
    }

    void setPermit(boolean held) {
        permit = held;
    }

    /** Whether it holds one of the owner's permits; an anonymous caller has none. */
    boolean hasOwnerPermit() {
        return ownerPermit;
    }

    void setOwnerPermit() {
        ownerPermit = true;
    }
}
