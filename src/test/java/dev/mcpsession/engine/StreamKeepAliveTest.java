package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.LogLines;
import dev.mcpsession.engine.EventStream.CommentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When comments are written on event streams, and by which threads. */
class StreamKeepAliveTest {

    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final List<BlockedStream> blocked = new ArrayList<>();
    private StreamKeepAlive keepAlive = keepAlive(PERIOD);

    @AfterEach
    void stop() {
        blocked.forEach(stream -> stream.go.countDown());
        keepAlive.stop();
        scheduler.shutdownNow();
    }

    @Test
    void round_writesACommentOnEachStream() throws Exception {
        keepAlive.add(stream("a", CommentResult.SENT));
        keepAlive.add(stream("b", CommentResult.SKIPPED));
        keepAlive.start();
        assertThat(scheduler.delay()).isEqualTo(PERIOD);
        assertThat(calls).isEmpty();

        scheduler.run();

        assertThat(nextCalls(2)).containsExactlyInAnyOrder("a", "b");
        idle();
        time.advance(PERIOD.plusSeconds(1));
        assertThat(keepAlive.blockedWriters()).isZero();
        assertThat(keepAlive.comments()).isOne();
        assertThat(keepAlive.lostStreams()).isZero();
    }

    @Test
    void zeroPeriod_schedulesNothing() {
        keepAlive = keepAlive(Duration.ZERO);

        keepAlive.start();

        assertThat(keepAlive.isEnabled()).isFalse();
        assertThat((Object) scheduler.scheduled()).isNull();
    }

    @Test
    void removedStream_getsNoComment() throws Exception {
        EventStream removed = stream("removed", CommentResult.SENT);
        keepAlive.add(removed);
        keepAlive.add(stream("other", CommentResult.SENT));
        keepAlive.remove(removed);
        keepAlive.start();

        scheduler.run();

        assertThat(nextCalls(1)).containsExactly("other");
        keepAlive.stop();
        assertThat(calls).isEmpty();
    }

    @Test
    void failedStream_isEndedInTheRoundsAfterAndGetsNoComment() throws Exception {
        keepAlive.add(stream("gone", CommentResult.FAILED));
        keepAlive.start();

        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("gone");
        idle();
        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("end 1 of gone");
        idle();
        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("end 2 of gone");
        idle();
        scheduler.run();

        keepAlive.stop();
        assertThat(calls).isEmpty();
        assertThat(keepAlive.lostStreams()).isOne();
        assertThat(keepAlive.comments()).isZero();
    }

    @Test
    void blockedComment_delaysNoOtherStream() throws Exception {
        keepAlive.add(blocked("stuck"));
        keepAlive.start();
        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("stuck");
        keepAlive.add(stream("other", CommentResult.SENT));
        assertThat(keepAlive.blockedWriters()).isZero();
        time.advance(PERIOD.plusSeconds(1));
        assertThat(keepAlive.blockedWriters()).isOne();

        scheduler.run();

        assertThat(nextCalls(1)).containsExactly("other");
        assertThat(threads).hasSize(2);
    }

    @Test
    void writerWithASlowRound_countsAsBlockedFromItsLastComment() throws Exception {
        AtomicInteger comments = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            BlockedStream stream = new BlockedStream("stuck") {
                @Override
                public CommentResult writeComment() {
                    if (comments.getAndIncrement() > 0) {
                        return super.writeComment();
                    }
                    time.advance(PERIOD.plusSeconds(1));
                    return CommentResult.SENT;
                }
            };
            blocked.add(stream);
            keepAlive.add(stream);
        }
        keepAlive.start();

        scheduler.run();

        assertThat(nextCalls(1)).containsExactly("stuck");
        assertThat(keepAlive.blockedWriters()).isZero();
        time.advance(PERIOD.plusSeconds(1));
        assertThat(keepAlive.blockedWriters()).isOne();
    }

    @Test
    void bothWritersBlocked_skipsTheRoundAndWarns() throws Exception {
        keepAlive.add(blocked("first"));
        keepAlive.start();
        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("first");
        keepAlive.add(blocked("second"));
        scheduler.run();
        assertThat(nextCalls(1)).containsExactly("second");
        time.advance(PERIOD.plusSeconds(1));

        try (LogLines log = new LogLines(StreamKeepAlive.class.getName())) {
            scheduler.run();
            scheduler.run();

            assertThat(log.lines()).singleElement().asString().contains("BlockedStreamWriters");
        }
        assertThat(keepAlive.blockedWriters()).isEqualTo(StreamKeepAlive.MAX_WRITERS);
        assertThat(threads).hasSize(StreamKeepAlive.MAX_WRITERS);
    }

    @Test
    void stop_endsTheWriterThreadsAndTheSchedule() throws Exception {
        keepAlive.add(stream("a", CommentResult.SENT));
        keepAlive.start();
        scheduler.run();
        nextCalls(1);

        keepAlive.stop();
        scheduler.run();

        assertThat(scheduler.scheduled().isCancelled()).isTrue();
        assertThat(calls).isEmpty();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void stopDuringABlockedComment_warnsAndReturnsAndNoOtherCommentFollows() throws Exception {
        keepAlive.add(blocked("stuck"));
        keepAlive.add(blocked("stuck"));
        keepAlive.start();
        scheduler.run();
        nextCalls(1);

        try (LogLines log = new LogLines(StreamKeepAlive.class.getName())) {
            keepAlive.stop();

            assertThat(log.lines()).singleElement().asString().contains("write timeout");
        }
        blocked.forEach(stream -> stream.go.countDown());
        threads.get(0).join(TimeUnit.SECONDS.toMillis(10));
        assertThat(threads.get(0).isAlive()).isFalse();
        assertThat(calls).isEmpty();
    }

    @Test
    void serverWithoutAThread_isWarnedOfAndTheScheduleGoesOn() throws Exception {
        keepAlive = new StreamKeepAlive(
                PERIOD,
                scheduler,
                task -> {
                    throw new IllegalStateException("no more threads");
                },
                time);
        keepAlive.add(stream("a", CommentResult.SENT));
        keepAlive.start();

        try (LogLines log = new LogLines(StreamKeepAlive.class.getName())) {
            scheduler.run();

            assertThat(log.lines()).singleElement().asString().contains("no more threads");
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void reset_startsTheCountersAnew() throws Exception {
        keepAlive.add(stream("a", CommentResult.SENT));
        keepAlive.add(stream("b", CommentResult.FAILED));
        keepAlive.start();
        scheduler.run();
        nextCalls(2);
        idle();

        keepAlive.resetStatistics();

        assertThat(keepAlive.comments()).isZero();
        assertThat(keepAlive.lostStreams()).isZero();
    }

    /* A round that has ended leaves its thread waiting for the next. */
    private void idle() {
        assertThat(threads).allSatisfy(thread -> {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        });
    }

    private StreamKeepAlive keepAlive(Duration period) {
        return new StreamKeepAlive(
                period,
                scheduler,
                task -> {
                    Thread thread = new Thread(task);
                    threads.add(thread);
                    return thread;
                },
                time);
    }

    private List<String> nextCalls(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(calls.poll(10, TimeUnit.SECONDS));
        }
        return next;
    }

    private EventStream stream(String name, CommentResult result) {
        return new NamedStream(name, result);
    }

    private BlockedStream blocked(String name) {
        BlockedStream stream = new BlockedStream(name);
        blocked.add(stream);
        return stream;
    }

    private class NamedStream implements EventStream {

        private final String name;
        private final CommentResult result;
        private int ends;

        NamedStream(String name, CommentResult result) {
            this.name = name;
            this.result = result;
        }

        @Override
        public CommentResult writeComment() {
            calls.add(name);
            return result;
        }

        @Override
        public boolean endAfterFailure() {
            ends++;
            calls.add("end " + ends + " of " + name);
            return ends == 2;
        }
    }

    /** Takes one comment, which does not return before the test ends, and skips the others. */
    private class BlockedStream extends NamedStream {

        private final CountDownLatch go = new CountDownLatch(1);
        private boolean taken;

        BlockedStream(String name) {
            super(name, CommentResult.SENT);
        }

        @Override
        public CommentResult writeComment() {
            if (taken) {
                return CommentResult.SKIPPED;
            }
            taken = true;
            CommentResult result = super.writeComment();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return result;
        }
    }
}
