package dev.mcpsession.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mcpsession.engine.EventStream.CommentResult;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a comment written on every open event stream once each period, so that proxies leave the connection open and the
 * server notices a client that has gone.
 *
 * <p>The scheduled task only hands a round over to one of at most {@value #MAX_WRITERS} writer threads: a write can
 * block on a client that does not read until the container's write timeout, and some servers have one thread for all
 * scheduled tasks. A blocked writer thread delays no other stream, because the next round has the other thread; while
 * both are blocked, rounds are skipped.
 *
 * <p>Safe for use by many threads.
 */
public final class StreamKeepAlive {

    /** One for the streams in good order, and one that a client which does not read may block. */
    static final int MAX_WRITERS = 2;

    private static final Logger LOG = System.getLogger(StreamKeepAlive.class.getName());
    private static final long IDLE_WRITER_SECONDS = 10;

    /** More than a write takes that is not blocked; an undeployment waits no longer. */
    private static final long STOP_SECONDS = 2;

    private final Duration period;
    private final ScheduledExecutorService scheduler;
    private final ThreadPoolExecutor writers;
    private final TimeSource time;
    private final RateLimitedLog log = new RateLimitedLog(LOG);
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Queue<EventStream> failed = new ConcurrentLinkedQueue<>();
    private final Set<Round> rounds = ConcurrentHashMap.newKeySet();
    private final Counter comments = new Counter();
    private final Counter lostStreams = new Counter();
    private volatile boolean stopped;

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> task;

    /**
     * Creates a keep-alive that does not run yet.
     *
     * @param period how often a comment is written on each stream; zero for never
     * @param scheduler where the rounds are started; never shut down here
     * @param threads makes the writer threads
     * @param time tells how long a writer thread has been blocked
     */
    public StreamKeepAlive(
            Duration period, ScheduledExecutorService scheduler, ThreadFactory threads, TimeSource time) {
        this.period = period;
        this.scheduler = scheduler;
        this.time = time;
        this.writers = new ThreadPoolExecutor(
                0, MAX_WRITERS, IDLE_WRITER_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /**
     * Whether comments are written at all.
     *
     * @return false where the period is zero
     */
    public boolean isEnabled() {
        return !period.isZero();
    }

    /**
     * How often a comment is written on each stream.
     *
     * @return zero for never
     */
    public Duration period() {
        return period;
    }

    /**
     * Starts the rounds, the first one after a period. To be called once.
     *
     * @throws RejectedExecutionException if the scheduler takes no task
     */
    public synchronized void start() {
        if (isEnabled() && !stopped) {
            long nanos = period.toNanos();
            task = scheduler.scheduleWithFixedDelay(this::startRound, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Ends the rounds and the writer threads, and waits for those, but not for one that a client blocks: it ends with
     * the container's write timeout.
     */
    public void stop() {
        synchronized (this) {
            stopped = true;
            if (task != null) {
                task.cancel(false);
                task = null;
            }
        }
        writers.shutdown();
        try {
            if (!writers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(
                        Logger.Level.WARNING,
                        "A client that does not read blocks a writer thread of the event streams. The thread, and with it the class"
                                + " loader of the application, ends with the write timeout of the server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Adds a stream, which is to be removed when it ends.
     *
     * @param stream the stream
     */
    public void add(EventStream stream) {
        streams.add(stream);
    }

    /**
     * Removes a stream. Does nothing where it has not been added.
     *
     * @param stream the stream
     */
    public void remove(EventStream stream) {
        streams.remove(stream);
    }

    /**
     * Comments written since the start or the last reset.
     *
     * @return a count
     */
    public long comments() {
        return comments.sum();
    }

    /**
     * Streams on which a comment failed, because the client had gone, since the start or the last reset.
     *
     * @return a count
     */
    public long lostStreams() {
        return lostStreams.sum();
    }

    /**
     * Writer threads that have been writing one comment for longer than a period.
     *
     * @return a count, at most {@value #MAX_WRITERS}
     */
    public int blockedWriters() {
        return (int) rounds.stream().filter(Round::isBlocked).count();
    }

    /** Starts the counters anew. */
    public void resetStatistics() {
        comments.restart();
        lostStreams.restart();
    }

    /* Runs on a thread of the scheduler, which drops a periodic task for ever at the first exception that leaves it. */
    private void startRound() {
        if (streams.isEmpty() && failed.isEmpty()) {
            return;
        }
        try {
            writers.execute(new Round());
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                log.warn(
                        "Clients that do not read block both writer threads of the event streams: no comment is sent on"
                                + " any stream until the write timeout of the server ends one. See BlockedStreamWriters");
            }
        } catch (RuntimeException | Error e) {
            log.warn("No thread for the comments on event streams: " + e);
        }
    }

    /** One comment for each stream, on a writer thread. */
    private final class Round implements Runnable {

        private volatile long writingSince = time.nanos();

        @Override
        public void run() {
            rounds.add(this);
            try {
                endFailed();
                for (EventStream stream : streams) {
                    if (stopped) {
                        return;
                    }
                    writingSince = time.nanos();
                    writeComment(stream);
                }
            } finally {
                rounds.remove(this);
            }
        }

        boolean isBlocked() {
            return time.nanos() - writingSince > period.toNanos();
        }

        /* Those that this round itself adds have their turn in the next. */
        private void endFailed() {
            for (int count = failed.size(); count > 0; count--) {
                EventStream stream = failed.poll();
                if (stream != null && !stream.endAfterFailure()) {
                    failed.add(stream);
                }
            }
        }

        private void writeComment(EventStream stream) {
            CommentResult result = stream.writeComment();
            if (result == CommentResult.SENT) {
                comments.increment();
            } else if (result == CommentResult.FAILED) {
                lostStreams.increment();
                streams.remove(stream);
                failed.add(stream);
            }
        }
    }
}
