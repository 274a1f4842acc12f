package dev.mcpsession.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request or a stream in flight on a session: handed out by entering, given back by {@link #end()}.
 *
 * <p>Safe for use by many threads.
 *
 * @since 1.0
 */
public final class Exchange {

    private final Session session;
    private final ExchangeKind kind;
    private final AtomicBoolean over = new AtomicBoolean();

    Exchange(Session session, ExchangeKind kind) {
        this.session = session;
        this.kind = kind;
    }

    /**
     * The session that this exchange is part of.
     *
     * @return the session, which may have ended in the meantime
     */
    public Session session() {
        return session;
    }

    /** Ends the exchange: the session's idle time starts here if nothing else is in flight. Does nothing the second time. */
    public void end() {
        if (over.compareAndSet(false, true)) {
            session.leave(kind);
        }
    }
}
