package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcpsession.servlet.FakeAsyncContext;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingAsyncContextTest {

    private final FakeAsyncContext container = new FakeAsyncContext(null, null);
    private final FakeResponse raw = new FakeResponse();
    private final AtomicInteger ends = new AtomicInteger();
    private final ExchangeLifecycle lifecycle = new ExchangeLifecycle();

    @BeforeEach
    void countEnds() {
        lifecycle.onEnd(ends::incrementAndGet);
    }

    @Test
    void startsTheAsynchronousMode() {
        watched((answer, status, named) -> null);
        lifecycle.chainReturned();

        assertThat(ends).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "timeout", "error"})
    void callbackOfTheContainer_endsTheExchange(String callback) {
        watched((answer, status, named) -> null);
        lifecycle.chainReturned();

        switch (callback) {
            case "complete" -> container.callOnComplete();
            case "timeout" -> container.callOnTimeout();
            default -> container.callOnError();
        }

        assertThat(ends).hasValue(1);
    }

    @Test
    void startAsyncAfterADispatch_isFollowed() throws IOException {
        FakeAsyncContext next = new FakeAsyncContext(null, null);
        watched((answer, status, named) -> null);
        lifecycle.chainReturned();

        container.callOnStartAsync(next);
        next.callOnComplete();

        assertThat(ends).hasValue(1);
    }

    @Test
    void completesOnce() {
        TrackingAsyncContext context = watched((answer, status, named) -> null);
        lifecycle.chainReturned();

        context.complete();
        context.complete();

        assertThat(container.completions()).isOne();
        assertThat(ends).hasValue(1);
    }

    @Test
    void sendsTheIdOfAnAnswerWithoutABody() {
        watched((answer, status, named) -> "issued").complete();

        assertThat(raw.sessionId()).isEqualTo("issued");
    }

    @Test
    void endsAlsoWhereTheContainerHasEndedAlready() {
        TrackingAsyncContext context = watched((answer, status, named) -> null);
        lifecycle.chainReturned();
        container.complete();

        assertThatCode(context::complete).isInstanceOf(IllegalStateException.class);

        assertThat(ends).hasValue(1);
    }

    /** Otherwise the container would wait for a completion that cannot come any more. */
    @Test
    void completesAlsoWhereTheHeadersCannotBeWritten() {
        TrackingAsyncContext context = watched((answer, status, named) -> {
            throw new IOException("Broken pipe");
        });

        assertThatCode(context::complete).isInstanceOfAny(RuntimeException.class);

        assertThat(container.completions()).isOne();
    }

    @Test
    void listenerAddedWithRequestAndResponse_isToldOnceWhereTheContainerTellsNone() {
        TrackingAsyncContext context = watched((answer, status, named) -> null);
        AtomicInteger told = new AtomicInteger();
        context.addListener(onComplete(told::incrementAndGet), null, null);

        context.endAfterFailure();
        assertThat(told).hasValue(0);
        context.endAfterFailure();
        container.callOnComplete();

        assertThat(told).hasValue(1);
    }

    @Test
    void listenerThatThrows_keepsNoOtherFromBeingTold() {
        TrackingAsyncContext context = watched((answer, status, named) -> null);
        AtomicInteger told = new AtomicInteger();
        context.addListener(onComplete(() -> {
            throw new IllegalStateException("As told");
        }));
        context.addListener(onComplete(told::incrementAndGet));

        context.endAfterFailure();
        assertThat(context.endAfterFailure()).isTrue();

        assertThat(told).hasValue(1);
    }

    private static AsyncListener onComplete(Runnable action) {
        return new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                action.run();
            }

            @Override
            public void onTimeout(AsyncEvent event) {}

            @Override
            public void onError(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        };
    }

    private TrackingAsyncContext watched(SessionIdPolicy answer) {
        return new TrackingAsyncContext(container, new SessionResponse(raw, answer), lifecycle);
    }
}
