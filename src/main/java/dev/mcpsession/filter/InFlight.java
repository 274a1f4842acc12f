package dev.mcpsession.filter;

import dev.mcpsession.engine.Exchange;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Knows when one HTTP exchange is over: the chain has returned and, if it went asynchronous, the first sign has come
 * that this has ended as well.
 *
 * <p>That sign is the container's callback, the endpoint's call of {@code complete()} or a write that has failed,
 * whichever is first: when a client has vanished some containers make no callback at all, others only that of the
 * error, and some endpoints leave it at the failure.
 *
 * <p>Safe for use by many threads: whoever adds the last missing fact, and nobody else, runs what is due at the end.
 */
final class InFlight implements AsyncListener {

    private static final int CHAIN_RETURNED = 1;
    private static final int ASYNC_STARTED = 2;
    private static final int ASYNC_ENDED = 4;
    private static final int OVER = 8;

    private static final AtomicIntegerFieldUpdater<InFlight> FACTS =
            AtomicIntegerFieldUpdater.newUpdater(InFlight.class, "facts");
    private static final AtomicReferenceFieldUpdater<InFlight, @Nullable Exchange> CARRIED =
            AtomicReferenceFieldUpdater.newUpdater(InFlight.class, Exchange.class, "carried");

    private volatile int facts;
    private volatile @Nullable Exchange carried;
    private volatile Runnable atEnd = () -> {};

    /** Sets what is due at the end. To be called before the chain is. */
    void atEnd(Runnable action) {
        atEnd = action;
    }

    /** Carries an exchange from now on, in place of the one before; it ends with this, at once if this is over. */
    void carry(Exchange exchange) {
        Exchange before = CARRIED.getAndSet(this, exchange);
        if (before != null) {
            before.end();
        }
        if (has(OVER)) {
            exchange.end();
        }
    }

    void chainReturned() {
        add(CHAIN_RETURNED);
    }

    /** The chain threw: the container ends what it may have started, and need not tell. */
    void chainFailed() {
        add(CHAIN_RETURNED | ASYNC_ENDED);
    }

    void asyncStarted() {
        add(ASYNC_STARTED);
    }

    void asyncEnded() {
        add(ASYNC_ENDED);
    }

    boolean isOver() {
        return has(OVER);
    }

    boolean isAsync() {
        return has(ASYNC_STARTED);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        asyncEnded();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        asyncEnded();
    }

    @Override
    public void onError(AsyncEvent event) {
        asyncEnded();
    }

    /** A dispatch led to another {@code startAsync()}, which forgets the listeners of the first. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    private boolean has(int fact) {
        return (facts & fact) != 0;
    }

    private void add(int fact) {
        int before;
        int after;
        do {
            before = facts;
            after = before | fact;
            boolean asyncIsDone = (after & ASYNC_STARTED) == 0 || (after & ASYNC_ENDED) != 0;
            if ((after & CHAIN_RETURNED) != 0 && asyncIsDone) {
                after |= OVER;
            }
        } while (!FACTS.compareAndSet(this, before, after));
        if ((before & OVER) == 0 && (after & OVER) != 0) {
            Exchange exchange = carried;
            if (exchange != null) {
                exchange.end();
            }
            atEnd.run();
        }
    }
}
