package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The streams of sessions by themselves; what a session's end does to them is told by {@link SessionRegistryTest}. */
class OpenStreamsTest {

    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().configuration(), new ManualTime(), RegistryListener.none());
    private final OpenStreams streams = new OpenStreams();
    private final Session session = session("1");

    @Test
    void closesNoStreamOfAnotherSession() {
        Quiet stream = new Quiet();
        streams.add(session, stream, true);

        streams.closeAll(session("2"));

        assertThat(stream.closed).isFalse();
    }

    @Test
    void leavesTheStreamsOfKnownCallersWhereOnlyAnonymousOnesAreToGo() {
        Quiet anonymous = new Quiet();
        Quiet known = new Quiet();
        streams.add(session, anonymous, true);
        streams.add(session, known, false);

        streams.closeAnonymous(session);

        assertThat(anonymous.closed).isTrue();
        assertThat(known.closed).isFalse();
    }

    @Test
    void oneMoreThanTheBound_closesTheOldestOfItsSession() {
        Quiet other = new Quiet();
        streams.add(session("2"), other, true);
        List<Quiet> opened = new ArrayList<>();
        for (int i = 0; i < OpenStreams.MAX_STREAMS + 2; i++) {
            opened.add(new Quiet());
            streams.add(session, opened.get(i), i % 2 == 0);
        }

        assertThat(opened.subList(0, 2)).allMatch(stream -> stream.closed);
        assertThat(opened.subList(2, opened.size())).noneMatch(stream -> stream.closed);
        assertThat(other.closed).isFalse();
    }

    @Test
    void streamBeyondTheBoundThatIsBeingWritten_isClosedAtTheNextSweep() {
        AtomicBoolean busy = new AtomicBoolean(true);
        AtomicInteger closed = new AtomicInteger();
        streams.add(
                session,
                () -> {
                    closed.addAndGet(busy.get() ? 0 : 1);
                    return !busy.get();
                },
                true);
        for (int i = 0; i < OpenStreams.MAX_STREAMS; i++) {
            streams.add(session, new Quiet(), true);
        }
        busy.set(false);

        streams.closeLate();

        assertThat(closed).hasValue(1);
    }

    @Test
    void tellsThatAStreamIsLeftOpenUntilItCouldBeClosed() {
        AtomicBoolean busy = new AtomicBoolean(true);
        streams.add(session, () -> !busy.get(), true);

        assertThat(streams.tryCloseAll(session)).as("one is busy").isFalse();
        busy.set(false);
        assertThat(streams.tryCloseAll(session)).as("it was closed").isTrue();
        busy.set(true);
        assertThat(streams.tryCloseAll(session)).as("it is forgotten").isTrue();
    }

    @Test
    void letsAStreamThatEndsWhileItIsRefusedGoAtTheNextSweep() {
        AtomicInteger tries = new AtomicInteger();
        SessionStream[] stream = new SessionStream[1];
        stream[0] = () -> {
            streams.remove(session, stream[0]);
            return tries.incrementAndGet() > 1;
        };
        streams.add(session, stream[0], true);

        streams.closeAll(session);
        streams.closeLate();
        streams.closeLate();

        assertThat(tries).as("refused, then closed, then forgotten").hasValue(2);
    }

    @Test
    void losesNoStreamThatComesWhileTheLastOneOfItsSessionGoes() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(() -> {
                    int lost = 0;
                    for (int round = 0; round < 50_000; round++) {
                        Quiet stream = new Quiet();
                        streams.add(session, stream, true);
                        streams.closeAll(session);
                        if (!stream.closed) {
                            lost++;
                        }
                    }
                    return lost;
                });
            }
            for (Future<Integer> lost : pool.invokeAll(workers)) {
                assertThat(lost.get()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Session session(String id) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(registry.reserve(null)).adopt("/mcp", id, ClientInfo.UNKNOWN))
                .session();
    }

    /** A stream without a write in progress. */
    private static final class Quiet implements SessionStream {
        private volatile boolean closed;

        @Override
        public boolean tryClose() {
            closed = true;
            return true;
        }
    }
}
