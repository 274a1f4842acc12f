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
                        Objects.requireNonNull(registry.admit(null)).adopt("/mcp", id, ClientInfo.UNKNOWN))
                .session();
    }

    /** A stream that nobody is writing to. */
    private static final class Quiet implements SessionStream {
        private volatile boolean closed;

        @Override
        public boolean tryClose() {
            closed = true;
            return true;
        }
    }
}
