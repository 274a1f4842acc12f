package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to sessions since the start or the last {@linkplain SessionRegistry#resetStatistics() reset}.
 * Counters are exact once the counting threads are quiet; read among them, they are a moment's picture of each and need
 * not add up.
 *
 * <p>Sessions opened and resumed, less those ended for any reason, are the live ones: after a reset as well, which
 * counts those that are live as opened, and however many threads open and end sessions meanwhile.
 *
 * <p>Safe for use by many threads.
 */
public final class SessionStatistics {

    private final Counter opened = new Counter();
    private final Counter resumed = new Counter();
    private final Counter suspended = new Counter();
    private final Counter failedResumptions = new Counter();
    private final Counter unsealable = new Counter();
    private final Counter rejected = new Counter();
    private final Counter unknownSessionRequests = new Counter();
    private final Counter ownerMismatches = new Counter();
    private final Counter failedReleases = new Counter();
    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);
    private final LongAccumulator mostActive = new LongAccumulator(Math::max, 0);
    /** In milliseconds: the nanoseconds of 10,000 sessions overflow after eleven days. */
    private final Counter aliveMillis = new Counter();

    private final LongAccumulator longestAliveNanos = new LongAccumulator(Math::max, 0);

    private final LongAdder sweepNanos = new LongAdder();
    private volatile @Nullable Instant lastSweep;

    SessionStatistics() {
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, new Counter());
        }
    }

    /**
     * When the last sweep ended.
     *
     * @return null before the first
     */
    public @Nullable Instant lastSweep() {
        return lastSweep;
    }

    /**
     * The time that sweeps have taken in all.
     *
     * @return zero before the first
     */
    public Duration sweepTime() {
        return Duration.ofNanos(sweepNanos.sum());
    }

    /**
     * Sessions opened; after a reset, those included that were live then.
     *
     * @return a count
     */
    public long opened() {
        return opened.sum();
    }

    /**
     * Sessions that were not in memory and were opened again.
     *
     * @return a count
     */
    public long resumed() {
        return resumed.sum();
    }

    /**
     * Sessions that have ended and could be resumed then.
     *
     * @return a count, part of {@link #ended()}
     */
    public long suspended() {
        return suspended.sum();
    }

    /**
     * Requests whose session could be resumed and was not.
     *
     * @return a count
     */
    public long failedResumptions() {
        return failedResumptions.sum();
    }

    /**
     * Sessions whose id could not be sealed, because it would be too long.
     *
     * @return a count
     */
    public long unsealable() {
        return unsealable.sum();
    }

    /**
     * Sessions ended for one reason.
     *
     * @param reason the reason
     * @return a count
     */
    public long ended(EndReason reason) {
        return counter(reason).sum();
    }

    /**
     * Sessions ended, for whatever reason.
     *
     * @return a count
     */
    public long ended() {
        return ended.values().stream().mapToLong(Counter::sum).sum();
    }

    /**
     * {@code initialize} requests refused because of the limit or of draining.
     *
     * @return a count
     */
    public long rejected() {
        return rejected.sum();
    }

    /**
     * Requests that named no live session and were answered 404.
     *
     * @return a count
     */
    public long unknownSessionRequests() {
        return unknownSessionRequests.sum();
    }

    /**
     * Requests that named a live session of another owner, and were answered as if there were none.
     *
     * @return a count
     */
    public long ownerMismatches() {
        return ownerMismatches.sum();
    }

    /**
     * Releases that the endpoint did not confirm.
     *
     * @return a count
     */
    public long failedReleases() {
        return failedReleases.sum();
    }

    /**
     * The most sessions that were live at one time.
     *
     * @return a count
     */
    public long mostActive() {
        return mostActive.get();
    }

    /**
     * The mean age at which sessions ended.
     *
     * @return zero where none has ended
     */
    public Duration averageAlive() {
        long count = ended();
        return count == 0 ? Duration.ZERO : Duration.ofMillis(aliveMillis.sum() / count);
    }

    /**
     * The greatest age at which a session ended.
     *
     * @return zero where none has ended
     */
    public Duration longestAlive() {
        return Duration.ofNanos(longestAliveNanos.get());
    }

    void countUnknownSessionRequest() {
        unknownSessionRequests.increment();
    }

    void countOpened(int active) {
        opened.increment();
        mostActive.accumulate(active);
    }

    void countResumed(int active) {
        resumed.increment();
        mostActive.accumulate(active);
    }

    void countEnded(EndReason reason, Duration alive, boolean resumable) {
        counter(reason).increment();
        if (resumable) {
            suspended.increment();
        }
        aliveMillis.add(alive.toMillis());
        longestAliveNanos.accumulate(alive.toNanos());
    }

    void countFailedResumption() {
        failedResumptions.increment();
    }

    void countUnsealable() {
        unsealable.increment();
    }

    void countOwnerMismatch() {
        ownerMismatches.increment();
    }

    void countFailedRelease() {
        failedReleases.increment();
    }

    void countRejected() {
        rejected.increment();
    }

    void reset(int active) {
        sweepNanos.reset();
        rejected.restart();
        unknownSessionRequests.restart();
        ownerMismatches.restart();
        failedReleases.restart();
        // Not what has been opened so far: what is left are the live ones, to the last, with threads at work as well.
        opened.restartFrom(ended.values().stream().mapToLong(Counter::restart).sum() - resumed.restart());
        suspended.restart();
        failedResumptions.restart();
        unsealable.restart();
        aliveMillis.restart();
        longestAliveNanos.reset();
        mostActive.reset();
        mostActive.accumulate(active);
    }

    void countSweep(Duration duration, Instant end) {
        sweepNanos.add(duration.toNanos());
        lastSweep = end;
    }

    private Counter counter(EndReason reason) {
        return Objects.requireNonNull(ended.get(reason));
    }
}
