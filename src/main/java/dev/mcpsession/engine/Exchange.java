package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A request or a stream in flight on a session: handed out by entering, given back by {@link #end()}.
 *
 * <p>Safe for use by many threads.
 */
public final class Exchange {

    private static final AtomicIntegerFieldUpdater<Exchange> OVER =
            AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "over");

    private final Session session;
    private final ExchangeKind kind;
    private final @Nullable Owner caller;
    private volatile int over;
    private volatile boolean notification;

    Exchange(Session session, ExchangeKind kind, @Nullable Owner caller) {
        this.session = session;
        this.kind = kind;
        this.caller = caller;
    }

    /**
     * The session that this exchange is part of.
     *
     * @return the session, which may have ended in the meantime
     */
    public Session session() {
        return session;
    }

    /**
     * The id of that session: a bearer secret, for the response header only.
     *
     * @return 1 to 512 visible ASCII characters
     */
    public String sessionId() {
        return session.id();
    }

    /**
     * What the endpoint calls the session: the id, or what takes its place in requests to the endpoint and in its
     * responses. A secret as well.
     *
     * @return 1 to 512 visible ASCII characters
     */
    public String endpointSessionId() {
        return session.endpointId();
    }

    /**
     * Attaches a stream to the session, to be closed when the session ends and, if this is an anonymous caller's
     * exchange, when the session gets an owner. A stream that is attached after that is closed at once.
     *
     * @param stream the stream; to be {@linkplain Session#detachStream(SessionStream) detached} when it has ended
     */
    public void attachStream(SessionStream stream) {
        session.attachStream(stream, caller);
    }

    /**
     * Marks the exchange as a notification, which the endpoint has accepted with 202: it does not count as a request
     * served where a session is chosen for eviction.
     */
    public void markNotification() {
        notification = true;
    }

    /**
     * Ends the exchange: the session's idle time starts here if nothing else is in flight. Does nothing the second
     * time.
     */
    public void end() {
        if (over == 0 && OVER.compareAndSet(this, 0, 1)) {
            session.leave(kind, !notification);
        }
    }
}
