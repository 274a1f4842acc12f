package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumptionFlightsTest {

    private final ResumptionFlights flights = new ResumptionFlights(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void end() {
        mayEnd.countDown();
        threads.shutdownNow();
    }

    @Test
    void oneThreadMakesTheAttempt_andAllHaveItsOutcome() throws Exception {
        Future<ResumptionOutcome> leader = start("a", ResumptionOutcome.REFUSED);
        begun.await();
        List<Future<ResumptionOutcome>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(start("a", ResumptionOutcome.RESUMED));
        }
        await().until(() -> waiting() == 20);
        mayEnd.countDown();

        assertThat(leader.get()).isEqualTo(ResumptionOutcome.REFUSED);
        for (Future<ResumptionOutcome> other : others) {
            assertThat(other.get()).isEqualTo(ResumptionOutcome.REFUSED);
        }
        assertThat(attempts).hasValue(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void replaysAtATimeAreBounded_andTheNextHasItsTurn() throws Exception {
        Future<ResumptionOutcome> first = start("a", ResumptionOutcome.RESUMED);
        begun.await();
        Future<ResumptionOutcome> second = start("b", ResumptionOutcome.RESUMED);
        await().until(() -> waiting() == 1);
        assertThat(attempts).hasValue(1);
        mayEnd.countDown();

        assertThat(first.get()).isEqualTo(ResumptionOutcome.RESUMED);
        assertThat(second.get()).isEqualTo(ResumptionOutcome.RESUMED);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void tooManyWait_isUnavailableAtOnce() throws Exception {
        background("a");
        begun.await();
        for (int i = 0; i < ResumptionFlights.MAX_WAITING; i++) {
            background("a");
        }
        await().until(() -> waiting() == ResumptionFlights.MAX_WAITING);

        assertThat(flights.resume("a", () -> ResumptionOutcome.RESUMED)).isEqualTo(ResumptionOutcome.UNAVAILABLE);
        assertThat(flights.acquireReplay()).isFalse();
        assertThat(flights.resume("b", () -> ResumptionOutcome.RESUMED)).isEqualTo(ResumptionOutcome.RESUMED);
    }

    @Test
    void interruptedWhileWaiting_isUnavailable() throws Exception {
        background("a");
        begun.await();
        Thread.currentThread().interrupt();

        assertThat(flights.resume("a", () -> ResumptionOutcome.RESUMED)).isEqualTo(ResumptionOutcome.UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void attemptThatThrows_leavesNothing() {
        assertThatThrownBy(() -> flights.resume("a", () -> {
                    throw new IllegalStateException("failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(flights.resume("a", () -> ResumptionOutcome.RESUMED)).isEqualTo(ResumptionOutcome.RESUMED);
    }

    private int waiting() {
        return flights.waiting();
    }

    private void background(String id) {
        threads.execute(() -> attempt(id, ResumptionOutcome.RESUMED));
    }

    private Future<ResumptionOutcome> start(String id, ResumptionOutcome outcome) {
        return threads.submit(() -> attempt(id, outcome));
    }

    private ResumptionOutcome attempt(String id, ResumptionOutcome outcome) {
        return flights.resume(id, () -> {
            if (!flights.acquireReplay()) {
                return ResumptionOutcome.UNAVAILABLE;
            }
            attempts.incrementAndGet();
            begun.countDown();
            awaitEnd();
            flights.releaseReplay();
            return outcome;
        });
    }

    private void awaitEnd() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
