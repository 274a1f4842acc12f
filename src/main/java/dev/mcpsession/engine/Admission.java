package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to open one session: a permit that is spent on a session or given back by {@link #cancel()}, one of them and once.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Admission {

    private final SessionRegistry registry;
    private final AtomicBoolean spent = new AtomicBoolean();
    private volatile @Nullable Session opened;

    Admission(SessionRegistry registry) {
        this.registry = registry;
    }

    /**
     * Opens a session under an id that the endpoint gave. Where a live session has that id at that path already, it is that
     * session that is initialised again, and the permit goes back.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the endpoint's id; {@linkplain SessionIds#isValid(String) valid}
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the admission is spent
     */
    public @Nullable Exchange adopt(String path, String id, ClientInfo client) {
        if (!spend()) {
            return null;
        }
        return open(new SessionKey(path, id), true, client);
    }

    /**
     * Opens a session under a new id.
     *
     * @param path servlet path and path info of the endpoint
     * @param client what the client said of itself
     * @return the {@code initialize} exchange, in flight on the session; null where the admission is spent
     */
    public @Nullable Exchange issue(String path, ClientInfo client) {
        if (!spend()) {
            return null;
        }
        return open(new SessionKey(path, registry.newId()), false, client);
    }

    /** Gives the permit back. Does nothing where it is spent. */
    public void cancel() {
        if (spend()) {
            registry.returnPermit();
        }
    }

    /**
     * Gives the permit back. Where it is spent, ends the session, because its id never left: the answer has turned into an error.
     * A session that has served another exchange is left alone; so is one that was live before.
     */
    public void withdraw() {
        cancel();
        Session session = opened;
        if (session != null) {
            session.endIfProvisional(EndReason.ENDPOINT_GONE);
        }
    }

    private Exchange open(SessionKey key, boolean adopted, ClientInfo client) {
        Exchange exchange = registry.open(key, adopted, client);
        opened = exchange.session();
        return exchange;
    }

    private boolean spend() {
        return spent.compareAndSet(false, true);
    }
}
