package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to open one session, used by {@link #adopt} or {@link #issue}, or given up by {@link #cancel()}: one of
 * them and once.
 *
 * <p>It stands for a permit that has been taken, or for the expectation that somebody can be evicted when the session
 * is opened, and not before: a newcomer whose {@code initialize} fails costs nobody a session.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Admission {

    private final SessionRegistry registry;
    private final @Nullable Owner owner;
    private final boolean permit;
    private final boolean ownerPermit;
    private final AtomicBoolean spent = new AtomicBoolean();
    private volatile @Nullable Session opened;

    Admission(SessionRegistry registry, @Nullable Owner owner, boolean permit, boolean ownerPermit) {
        this.registry = registry;
        this.owner = owner;
        this.permit = permit;
        this.ownerPermit = ownerPermit;
    }

    /**
     * Opens a session under an id that the endpoint gave. Where a live session of the same owner has that id at that
     * path already, it is that session that is initialised again.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the endpoint's id; {@linkplain SessionIds#isValid(String) valid}
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the admission is spent, where
     *     nobody could be evicted after all, or where somebody else's live session has that id
     */
    public @Nullable Exchange adopt(String path, String id, ClientInfo client) {
        return open(path, id, true, client);
    }

    /**
     * Opens a session under a new id.
     *
     * @param path servlet path and path info of the endpoint
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the admission is spent, or where
     *     nobody could be evicted after all
     */
    public @Nullable Exchange issue(String path, ClientInfo client) {
        return open(path, registry.newId(), false, client);
    }

    /** Gives up, and back what was taken. Does nothing where the admission is spent. */
    public void cancel() {
        if (spend()) {
            giveBack();
        }
    }

    /**
     * Gives up; where the admission is spent, ends the session, because its id never left: the answer has turned into
     * an error. A session that has served another exchange is left alone; so is one that was live before.
     */
    public void withdraw() {
        cancel();
        Session session = opened;
        if (session != null) {
            registry.withdraw(session);
        }
    }

    private @Nullable Exchange open(String path, String id, boolean adopted, ClientInfo client) {
        if (!spend()) {
            return null;
        }
        if (!registry.makeRoom(owner, permit, ownerPermit)) {
            giveBack();
            registry.rejected();
            return null;
        }
        Exchange exchange = registry.open(path, id, adopted, owner, client);
        opened = exchange == null ? null : exchange.session();
        return exchange;
    }

    private void giveBack() {
        registry.returnPermits(permit, ownerPermit ? owner : null);
    }

    private boolean spend() {
        return spent.compareAndSet(false, true);
    }
}
