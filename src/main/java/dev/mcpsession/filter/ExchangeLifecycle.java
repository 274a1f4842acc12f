package dev.mcpsession.filter;

import dev.mcpsession.engine.Exchange;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The life of one HTTP exchange. It is over when the chain has returned and, where the endpoint went asynchronous, at
 * the first sign that this has ended as well; then the attached {@link Exchange} ends and the end action runs, once.
 *
 * <p>That sign is the container's callback, the endpoint's call of {@code complete()} or a failed write, whichever is
 * first: when a client has vanished some containers make no callback, others only that of the error, and some endpoints
 * do not complete after the failure.
 *
 * <p>A handler takes an exchange or a permit within a {@code try} block that closes this object, so that it ends
 * whatever happens.
 *
 * <p>Safe for use by many threads: the thread that adds the last missing fact ends it.
 */
final class ExchangeLifecycle implements AutoCloseable {

    private static final int CHAIN_RETURNED = 1;
    private static final int ASYNC_STARTED = 2;
    private static final int ASYNC_ENDED = 4;
    private static final int OVER = 8;

    private static final AtomicIntegerFieldUpdater<ExchangeLifecycle> FACTS =
            AtomicIntegerFieldUpdater.newUpdater(ExchangeLifecycle.class, "facts");
    private static final AtomicReferenceFieldUpdater<ExchangeLifecycle, @Nullable Exchange> EXCHANGE =
            AtomicReferenceFieldUpdater.newUpdater(ExchangeLifecycle.class, Exchange.class, "exchange");

    private static final AtomicReferenceFieldUpdater<ExchangeLifecycle, @Nullable Runnable> END_ACTION =
            AtomicReferenceFieldUpdater.newUpdater(ExchangeLifecycle.class, Runnable.class, "endAction");

    private volatile int facts;
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable Runnable endAction;

    /** Sets what runs when this is over: once, and at once if it is over already. Replaces an action set before. */
    void onEnd(Runnable action) {
        endAction = action;
        if (has(OVER)) {
            runEndAction();
        }
    }

    /** Ends an exchange together with this, at once if this is over. The exchange attached before ends now. */
    void attach(Exchange attached) {
        Exchange before = EXCHANGE.getAndSet(this, attached);
        if (before != null) {
            before.end();
        }
        if (has(OVER)) {
            attached.end();
        }
    }

    /** The response is that to a notification. */
    void markNotification() {
        Exchange attached = exchange;
        if (attached != null) {
            attached.markNotification();
        }
    }

    void chainReturned() {
        add(CHAIN_RETURNED);
    }

    /**
     * The request thread leaves the filter. Where the chain has not returned normally this is over: the container ends
     * what the endpoint may have started, and need not call back.
     */
    @Override
    public void close() {
        if (!has(CHAIN_RETURNED)) {
            add(CHAIN_RETURNED | ASYNC_ENDED);
        }
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
            Exchange attached = exchange;
            if (attached != null) {
                attached.end();
            }
            runEndAction();
        }
    }

    private void runEndAction() {
        Runnable action = endAction;
        if (action != null && END_ACTION.compareAndSet(this, action, null)) {
            action.run();
        }
    }
}
