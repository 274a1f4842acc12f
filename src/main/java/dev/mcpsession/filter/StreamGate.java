package dev.mcpsession.filter;

import dev.mcpsession.engine.EventStream.CommentResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the response of an event stream: the endpoint's threads, any number of them at once, or one writer thread
 * with a comment.
 *
 * <p>The invariants: no comment begins while a use of the endpoint is in progress, and none is in progress once
 * {@link #awaitComment()} has returned after {@link #shut()}. The writer thread looks at {@link #shut} after it has
 * taken the gate, and the thread that ends the response looks at the gate after it has set {@link #shut}; so one of the
 * two sees the other.
 *
 * <p>A comment waits for nothing: it is skipped. An endpoint's thread waits for a comment in progress, which takes as
 * long as that thread's own write would have taken. A completion does not wait: it is handed over to the writer thread.
 *
 * <p>Safe for use by many threads.
 */
final class StreamGate {

    private static final int CLOSED = -1;
    private static final int COMMENTING = -2;

    /** The endpoint's uses in progress, or {@link #CLOSED}, or {@link #COMMENTING}. */
    private final AtomicInteger uses = new AtomicInteger();

    /** Held by the writer thread before, during and after {@link #COMMENTING}, and for a moment by those who wait. */
    private final ReentrantLock commenting = new ReentrantLock();

    private final AtomicReference<@Nullable Runnable> handedOver = new AtomicReference<>();
    private volatile boolean shut;

    /**
     * Begins a use of the endpoint, which ends with {@link #leave()}. Waits for a comment in progress.
     *
     * @return false where the stream is closed, or where the container has called the endpoint within a comment
     */
    boolean enter() {
        while (true) {
            int seen = uses.get();
            if (seen == CLOSED || (seen == COMMENTING && commenting.isHeldByCurrentThread())) {
                return false;
            }
            if (seen == COMMENTING) {
                awaitComment();
            } else if (uses.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /** Ends a use of the endpoint. To be called once for each {@link #enter()} that returned true. */
    void leave() {
        uses.decrementAndGet();
    }

    /**
     * Closes the stream for the endpoint and for comments, unless one of them uses it.
     *
     * @return whether it is closed
     */
    boolean tryClose() {
        return uses.compareAndSet(0, CLOSED) || isClosed();
    }

    boolean isClosed() {
        return uses.get() == CLOSED;
    }

    /** Allows no further comment. Does not wait for one in progress. */
    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }

    /** Waits for a comment in progress; does not, where the container has called the current thread within it. */
    @SuppressWarnings("LockNotBeforeTry")
    void awaitComment() {
        if (uses.get() == COMMENTING && !commenting.isHeldByCurrentThread()) {
            commenting.lock();
            commenting.unlock();
        }
    }

    /**
     * Writes a comment, if the endpoint does not use the response and no comment is in progress.
     *
     * @param comment writes it; may shut the gate
     * @return what that returned, or {@link CommentResult#SKIPPED}
     */
    CommentResult comment(Supplier<CommentResult> comment) {
        if (shut || !commenting.tryLock()) {
            return CommentResult.SKIPPED;
        }
        try {
            return uses.compareAndSet(0, COMMENTING) ? runAndLeave(comment) : CommentResult.SKIPPED;
        } finally {
            commenting.unlock();
            runHandedOver();
        }
    }

    /**
     * Allows no further comment, and hands over what is to follow the last one where that is in progress.
     *
     * @param completion runs on the writer thread after the comment
     * @return false where no comment is in progress; the caller runs the completion then
     */
    boolean handOver(Runnable completion) {
        shut = true;
        if (uses.get() != COMMENTING) {
            return false;
        }
        handedOver.set(completion);
        // The comment may have ended before it could see this; whichever thread takes the completion runs it.
        return uses.get() == COMMENTING || !handedOver.compareAndSet(completion, null);
    }

    private CommentResult runAndLeave(Supplier<CommentResult> comment) {
        try {
            return shut ? CommentResult.SKIPPED : comment.get();
        } finally {
            uses.set(0);
        }
    }

    private void runHandedOver() {
        Runnable completion = handedOver.getAndSet(null);
        if (completion != null) {
            completion.run();
        }
    }
}
