package dev.mcpsession.resume;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets one request thread at a time resume a session, while other threads with the same id wait for its outcome, and
 * bounds how many endpoints are asked at a time and how many threads wait: after a restart all clients come at once.
 *
 * <p>Safe for use by many threads.
 */
public final class ResumptionFlights {

    /** How long a thread waits for another, and for an endpoint that answers asynchronously. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Usually each waits for milliseconds. Where an endpoint hangs, these threads serve no live session for
     * {@link #PATIENCE}, until the endpoint is left alone.
     */
    static final int MAX_WAITING = 64;

    private final ConcurrentMap<String, CompletableFuture<ResumptionOutcome>> flights = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final Semaphore replays;

    /** Bounds for this machine: two replays at a time for each processor. */
    public ResumptionFlights() {
        this(2 * Runtime.getRuntime().availableProcessors());
    }

    ResumptionFlights(int maxReplays) {
        this.replays = new Semaphore(maxReplays);
    }

    /**
     * Resumes a session, or waits for the thread that is resuming it.
     *
     * @param id the sealed id
     * @param attempt resumes the session; begins by looking whether it is live
     * @return the outcome of the attempt or, where another thread has made it, of that one;
     *     {@link ResumptionOutcome#UNAVAILABLE} where too many threads wait, or this one has waited for too long
     */
    public ResumptionOutcome resume(String id, Supplier<ResumptionOutcome> attempt) {
        CompletableFuture<ResumptionOutcome> own = new CompletableFuture<>();
        CompletableFuture<ResumptionOutcome> other = flights.putIfAbsent(id, own);
        if (other != null) {
            return waitFor(() -> other.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS), ResumptionOutcome.UNAVAILABLE);
        }
        ResumptionOutcome outcome = ResumptionOutcome.UNAVAILABLE;
        try {
            outcome = attempt.get();
            return outcome;
        } finally {
            // First: a thread that comes between the two makes an attempt of its own, and finds the session live.
            flights.remove(id, own);
            own.complete(outcome);
        }
    }

    /** How many threads wait. */
    int waiting() {
        return MAX_WAITING - waiting.availablePermits();
    }

    /**
     * Takes the place of one replay, or waits for one.
     *
     * @return true if the caller has it and is to {@linkplain #releaseReplay() release} it; false where too many
     *     threads wait, or this one has waited for too long
     */
    public boolean acquireReplay() {
        return replays.tryAcquire()
                || waitFor(() -> replays.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS), false);
    }

    /** Gives the place of a replay back. */
    public void releaseReplay() {
        replays.release();
    }

    private <T> T waitFor(Wait<T> wait, T inVain) {
        if (!waiting.tryAcquire()) {
            return inVain;
        }
        try {
            return wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return inVain;
        } catch (ExecutionException | TimeoutException e) {
            return inVain;
        } finally {
            waiting.release();
        }
    }

    /** Something to wait for. */
    private interface Wait<T> {
        T await() throws InterruptedException, ExecutionException, TimeoutException;
    }
}
