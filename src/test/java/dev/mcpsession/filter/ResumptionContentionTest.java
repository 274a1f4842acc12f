package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;

/** Twenty threads use one session, while others let it expire, and at last its client deletes it. */
class ResumptionContentionTest {

    private static final int THREADS = 20;
    private static final int CALLS = 200;
    private static final Duration IDLE = Duration.ofMinutes(31);

    private final Sessions sessions = Sessions.resumable();
    private final ForgetfulEndpoint endpoint = new ForgetfulEndpoint();
    private final FilterBench bench = new FilterBench(sessions).answering(endpoint);
    private final AtomicBoolean deleteBegun = new AtomicBoolean();
    private final AtomicBoolean deleteDone = new AtomicBoolean();

    @RepeatedTest(5)
    void noRequestIsAnswered404BeforeTheDelete_andNoneIsServedAfterIt() throws Exception {
        // The clock goes on by days.
        sessions.registry().changeTimeouts(timeouts -> timeouts.withResumable(Duration.ofDays(365)));
        String id = bench.send(FakeRequest.post(INITIALIZE)).sessionId();
        sessions.advance(IDLE);
        assertThat(call(id).getStatus()).isEqualTo(200);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                boolean deletes = i == 0;
                clients.add(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        step(id, random);
                    }
                    if (deletes) {
                        delete(id);
                    }
                    return null;
                });
            }
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(call(id).getStatus()).isEqualTo(404);
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.registry().admission().permitsTaken()).isZero();
        assertThat(sessions.registry().statistics().resumed())
                .as("the run did resume")
                .isPositive();
    }

    private void step(String id, SplittableRandom random) throws Exception {
        if (random.nextInt(10) == 0) {
            sessions.advance(IDLE);
            sessions.registry().sweep();
            return;
        }
        boolean deletedBefore = deleteDone.get();
        int status = call(id).getStatus();
        if (status == 503) {
            // The session has expired three times between its resumption and this request's turn: the id stays good.
            return;
        }
        boolean expected = status == 200 ? !deletedBefore : status == 404 && deleteBegun.get();
        assertThat(expected).as("%d, deleted before: %s", status, deletedBefore).isTrue();
    }

    private FakeResponse call(String id) throws Exception {
        return bench.send(FakeRequest.post(CALL).session(id).leadingTo(endpoint));
    }

    private void delete(String id) throws Exception {
        deleteBegun.set(true);
        assertThat(bench.send(FakeRequest.delete().session(id).leadingTo(endpoint))
                        .getStatus())
                .isIn(200, 204);
        deleteDone.set(true);
    }
}
