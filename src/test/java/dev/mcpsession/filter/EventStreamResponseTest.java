package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.engine.EventStream.CommentResult;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.servlet.FakeAsyncContext;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments on the event stream of a POST, and everything by which such a response ends. */
class EventStreamResponseTest {

    private static final String COMMENT = ":\n\n";
    private static final String EVENT = "data: 1\n\n";

    private final FakeResponse raw = new FakeResponse();
    private final EventStreamResponse response = response(KeepAlives.idle());
    private final FakeAsyncContext container = new FakeAsyncContext(null, null);
    private final ExchangeLifecycle lifecycle = new ExchangeLifecycle();
    private final List<String> told = new ArrayList<>();

    enum Output {
        WRITER,
        STREAM;

        void take(EventStreamResponse response) throws IOException {
            if (this == WRITER) {
                response.getWriter();
            } else {
                response.getOutputStream();
            }
        }

        void write(EventStreamResponse response, String text) throws IOException {
            if (this == WRITER) {
                response.getWriter().write(text);
                response.getWriter().flush();
            } else {
                response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                response.getOutputStream().flush();
            }
        }
    }

    @BeforeEach
    void recordTheEnd() {
        lifecycle.onEnd(() -> told.add("over"));
    }

    @ParameterizedTest
    @EnumSource
    void eventStream_isKeptAliveFromWhenItsOutputIsTakenUntilItEnds(Output output) throws IOException {
        KeepAlives.Threadless rounds = new KeepAlives.Threadless();
        EventStreamResponse kept = response(rounds.keepAlive());
        kept.setContentType("text/event-stream");
        assertThat(rounds.hasStreams()).isFalse();

        output.take(kept);
        assertThat(rounds.hasStreams()).isTrue();

        kept.end();
        assertThat(rounds.hasStreams()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void eventStreamWithoutKeepAlive_getsNoComment(Output output) throws IOException {
        EventStreamResponse silent = response(KeepAlives.disabled());
        silent.setContentType("text/event-stream");
        output.write(silent, EVENT);

        assertThat(silent.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    @Test
    void commentThatTheContainerThrowsAt_isAFailedOne() throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        raw.beforeEachWrite(() -> {
            throw new IllegalStateException("The response has been recycled");
        });

        assertThat(response.writeComment()).isEqualTo(CommentResult.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void commentAfterAnEvent_isWrittenAndFlushed(Output output) throws IOException {
        response.setContentType("text/event-stream");
        output.write(response, EVENT);
        raw.events().clear();

        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);

        assertThat(raw.text()).isEqualTo(EVENT + COMMENT);
        assertThat(raw.events()).startsWith("write").endsWith("flush");
    }

    @ParameterizedTest
    @EnumSource
    void commentWithinAnEvent_isSkipped(Output output) throws IOException {
        response.setContentType("text/event-stream");
        output.write(response, "data: 1\n");

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);

        output.write(response, "\n");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
        assertThat(raw.text()).isEqualTo(EVENT + COMMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"write(int)", "write(char[])", "write(String)", "println", "write(int) of bytes", "write(byte[])"
            })
    void everyWayToWrite_beginsAndEndsEvents(String way) throws IOException {
        eventStream().flushBuffer();

        write(way, "x");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        write(way, "\n");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        write(way, "\n");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
    }

    private void write(String way, String unit) throws IOException {
        switch (way) {
            case "write(int)" -> response.getWriter().write(unit.charAt(0));
            case "write(char[])" -> response.getWriter().write(unit.toCharArray());
            case "write(String)" -> response.getWriter().write(unit);
            case "println" -> {
                if (unit.equals("\n")) {
                    response.getWriter().println();
                } else {
                    response.getWriter().print(unit);
                }
            }
            case "write(int) of bytes" -> response.getOutputStream().write(unit.charAt(0));
            case "write(byte[])" -> response.getOutputStream().write(unit.getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException(way);
        }
    }

    @ParameterizedTest
    @EnumSource
    void commentOnAResponseThatIsNoEventStream_isSkipped(Output output) throws IOException {
        response.setContentType("application/json");
        output.write(response, "{}\n\n");

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.text()).isEqualTo("{}\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void commentOnAnEncodedStream_isSkipped(Output output) throws IOException {
        response.setContentType("text/event-stream");
        response.setHeader("Content-Encoding", "gzip");
        output.write(response, "\n\n");

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.text()).isEqualTo("\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setContentLength", "setContentLengthLong", "setHeader"})
    void commentOnAResponseOfDeclaredLength_isSkipped(String how) throws IOException {
        response.setContentType("text/event-stream");
        switch (how) {
            case "setContentLength" -> response.setContentLength(18);
            case "setContentLengthLong" -> response.setContentLengthLong(18);
            default -> response.setHeader("Content-Length", "18");
        }
        Output.WRITER.write(response, EVENT);

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.text()).isEqualTo(EVENT);
    }

    @Test
    void lengthDeclaredBeforeAReset_preventsNoComment() throws IOException {
        eventStream().setContentLength(18);
        response.reset();
        Output.WRITER.write(eventStream(), EVENT);

        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
    }

    @Test
    void commentOnAnError_isSkipped() throws IOException {
        response.setContentType("text/event-stream");
        response.setStatus(500);
        Output.WRITER.write(response, EVENT);

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    /* The writer thread's first round may come a moment after the endpoint has taken the writer. */
    @Test
    void silentStream_isCommittedByTheSecondComment() throws IOException {
        response.setContentType("text/event-stream");
        response.getWriter();

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.isCommitted()).isFalse();
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);

        assertThat(raw.isCommitted()).isTrue();
        assertThat(raw.sessionId()).isEqualTo("id");
        assertThat(raw.getHeader("X-Accel-Buffering")).isEqualTo("no");
        assertThat(raw.text()).isEqualTo(COMMENT);
    }

    @Test
    void silentStreamWhoseTypeChanges_getsNoComment() throws IOException {
        response.setContentType("text/event-stream");
        response.getWriter();
        response.writeComment();
        response.reset();
        response.setContentType("application/json");
        response.getWriter();

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void useOfTheEndpointInProgress_skipsTheComment() throws Exception {
        Output.WRITER.write(eventStream(), EVENT);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> write = blockedIn(go, () -> response.getWriter().flush());

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);

        go.countDown();
        write.get(10, TimeUnit.SECONDS);
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isReady", "possible"})
    void commentInProgressOnANonBlockingStream_isWaitedFor(String use) throws Exception {
        nonBlocking();
        raw.callOnWritePossible();
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> comment = blockedIn(go, response::writeComment);

        waits(use, comment, go);
    }

    @Test
    void commentInProgress_isWaitedForBeforeTheEndpointGoesOnWithoutBlocking() throws Exception {
        Output.STREAM.write(eventStream(), EVENT);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> comment = blockedIn(go, response::writeComment);

        waits("setWriteListener", comment, go);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "setHeader", "setStatus", "reset", "sendError", "end", "timeout", "dispatch"})
    void commentInProgress_isWaitedFor(String use) throws Exception {
        Output.WRITER.write(eventStream(), EVENT);
        startAsync();
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> comment = blockedIn(go, response::writeComment);

        waits(use, comment, go);
    }

    private void waits(String use, CompletableFuture<Void> comment, CountDownLatch go) throws Exception {
        FutureTask<Void> other = new FutureTask<>(() -> use(use), null);
        awaitWaiting(startThread(other));
        assertThat(other.isDone()).isFalse();
        go.countDown();

        comment.get(10, TimeUnit.SECONDS);
        other.get(10, TimeUnit.SECONDS);
    }

    @Test
    void completionDuringAComment_isHandedOverToItsThread() throws Exception {
        Output.WRITER.write(eventStream(), EVENT);
        TrackingAsyncContext context = startAsync();
        lifecycle.chainReturned();
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> comment = blockedIn(go, response::writeComment);

        context.complete();

        assertThat(container.completions()).isZero();
        go.countDown();
        comment.get(10, TimeUnit.SECONDS);
        assertThat(container.completions()).isOne();
        assertThat(told).containsExactly("over");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complete",
                "end",
                "timeout",
                "dispatch",
                "dispatch to a path",
                "dispatch to a context",
                "close",
                "close the stream",
                "failed write"
            })
    void endedResponse_getsNoComment(String end) throws Exception {
        (end.equals("close the stream") ? Output.STREAM : Output.WRITER).write(eventStream(), EVENT);
        TrackingAsyncContext context = startAsync();

        if (end.equals("complete")) {
            context.complete();
        } else {
            use(end);
        }

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(raw.text()).isEqualTo(EVENT);
    }

    @Test
    void responseThatEndedBeforeItWasAnEventStream_getsNoComment() throws IOException {
        response.end();
        Output.WRITER.write(eventStream(), EVENT);

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    @ParameterizedTest
    @EnumSource
    void failedComment_endsTheExchangeThenCompletesThenTellsTheEndpoint(Output output) throws IOException {
        output.write(eventStream(), EVENT);
        startAsync();
        response.chainReturned();
        lifecycle.chainReturned();
        raw.breakConnection();

        assertThat(response.writeComment()).isEqualTo(CommentResult.FAILED);
        assertThat(told).containsExactly("over");
        assertThat(container.completions()).isZero();

        assertThat(response.endAfterFailure()).isFalse();
        assertThat(container.completions()).isOne();
        assertThat(told).containsExactly("over");

        assertThat(response.endAfterFailure()).isTrue();
        assertThat(told).containsExactly("over", "complete");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    @Test
    void failedCommentThatTheContainerReports_isNotReportedAgain() throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        startAsync();
        response.chainReturned();
        raw.breakConnection();
        response.writeComment();

        container.callOnComplete();

        assertThat(response.endAfterFailure()).isFalse();
        assertThat(response.endAfterFailure()).isTrue();
        assertThat(container.completions()).isZero();
        assertThat(told).containsExactly("complete");
    }

    @Test
    void failedCommentWhileTheEndpointPrepares_waitsForTheChain() throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        startAsync();
        raw.breakConnection();
        response.writeComment();

        assertThat(response.endAfterFailure()).isFalse();
        assertThat(container.completions()).isZero();
        response.chainReturned();
        assertThat(response.endAfterFailure()).isFalse();
        assertThat(container.completions()).isOne();
    }

    @Test
    void failedCommentBeforeTheEndpointGoesAsynchronous_endsTheExchangeWithTheChain() throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        raw.breakConnection();
        assertThat(response.writeComment()).isEqualTo(CommentResult.FAILED);
        assertThat(response.endAfterFailure()).isFalse();

        startAsync();
        response.chainReturned();
        lifecycle.chainReturned();

        assertThat(told).containsExactly("over");
        assertThat(response.endAfterFailure()).isFalse();
        assertThat(response.endAfterFailure()).isTrue();
        assertThat(container.completions()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failedCommentOnASynchronousStream_leavesNothingToDoAfterTheChain(boolean returns) throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        raw.breakConnection();

        assertThat(response.writeComment()).isEqualTo(CommentResult.FAILED);
        assertThat(response.endAfterFailure()).isFalse();
        if (returns) {
            response.chainReturned();
        } else {
            response.chainFailed();
        }
        assertThat(response.endAfterFailure()).isTrue();
    }

    @Test
    void nonBlockingStream_getsACommentOnceTheEndpointHasNotAskedForAPeriod() throws IOException {
        ServletOutputStream stream = nonBlocking();
        raw.callOnWritePossible();
        assertThat(told).containsExactly("possible");
        assertThat(stream.isReady()).isTrue();
        stream.write(EVENT.getBytes(StandardCharsets.UTF_8));

        assertThat(response.writeComment())
                .as("the endpoint may be about to write")
                .isEqualTo(CommentResult.SKIPPED);
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
        assertThat(raw.text()).isEqualTo(EVENT + COMMENT);
    }

    @Test
    void nonBlockingStreamThatIsNotReady_getsNoCommentAndTheEndpointHearsNothing() throws IOException {
        nonBlocking();
        assertThat(response.writeComment()).as("before the first call").isEqualTo(CommentResult.SKIPPED);
        raw.callOnWritePossible();
        raw.setReady(false);

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        raw.setReady(true);
        assertThat(response.writeComment())
                .as("the container has not called yet")
                .isEqualTo(CommentResult.SKIPPED);
        raw.callOnWritePossible();

        assertThat(told).as("only the comment had waited").containsExactly("possible");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);
    }

    @Test
    void nonBlockingStreamThatTheEndpointWaitsFor_getsNoComment() throws IOException {
        ServletOutputStream stream = nonBlocking();
        raw.callOnWritePossible();
        raw.setReady(false);
        assertThat(stream.isReady()).isFalse();

        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
        raw.setReady(true);
        raw.callOnWritePossible();

        assertThat(told).containsExactly("possible", "possible");
    }

    @Test
    void nonBlockingStreamThatFails_endsTheExchange() throws IOException {
        nonBlocking();
        startAsync();
        lifecycle.chainReturned();

        raw.callOnError(new IOException("Broken pipe"));

        assertThat(told).containsExactly("over", "Broken pipe");
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    @Test
    void commentThatFailsWithinTheContainersCallback_doesNotWaitForItself() throws IOException {
        Output.WRITER.write(eventStream(), EVENT);
        TrackingAsyncContext context = startAsync();
        response.chainReturned();
        lifecycle.chainReturned();
        raw.beforeEachWrite(() -> {
            // As WildFly does, on the writing thread.
            container.callOnError();
            response.setHeader("X-Late", "x");
            context.complete();
            raw.breakConnection();
        });

        assertThat(response.writeComment()).isEqualTo(CommentResult.FAILED);

        assertThat(container.completions()).isOne();
    }

    /* 100,000 writes of one to three characters by two threads with a lock of their own, a comment whenever one may be. */
    @ParameterizedTest
    @EnumSource
    void commentsBesideAWritingEndpoint_damageNoEvent(Output output) throws Exception {
        eventStream();
        String event = "data: some text\r\n\r\n";
        int events = 10_000;
        CompletableFuture<Void> endpoint = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < events; i++) {
                for (int at = 0; at < event.length(); at += 2) {
                    String piece = event.substring(at, Math.min(event.length(), at + 2));
                    run(() -> output.write(response, piece));
                }
            }
        });
        int comments = 0;
        while (!endpoint.isDone()) {
            if (response.writeComment() == CommentResult.SENT) {
                comments++;
            }
        }
        endpoint.get();

        assertThat(comments).isPositive();
        assertThat(raw.text().replace(COMMENT, "")).isEqualTo(event.repeat(events));
    }

    private EventStreamResponse response(StreamKeepAlive keepAlive) {
        return new EventStreamResponse(raw, (answer, status, named) -> "id", keepAlive);
    }

    private EventStreamResponse eventStream() {
        response.setContentType("text/event-stream");
        return response;
    }

    private TrackingAsyncContext startAsync() {
        TrackingAsyncContext context = new TrackingAsyncContext(container, response, lifecycle);
        context.addListener(new Listener());
        response.startedAsync(context);
        return context;
    }

    private ServletOutputStream nonBlocking() throws IOException {
        ServletOutputStream stream = eventStream().getOutputStream();
        response.flushBuffer();
        stream.setWriteListener(new Recorder());
        return stream;
    }

    private void use(String use) {
        run(() -> {
            switch (use) {
                case "write" -> response.getWriter().write("x");
                case "setHeader" -> response.setHeader("X-Late", "x");
                case "setStatus" -> response.setStatus(200);
                case "reset" -> assertThatThrownBy(response::reset).isInstanceOf(IllegalStateException.class);
                case "sendError" ->
                    assertThatThrownBy(() -> response.sendError(500)).isInstanceOf(IllegalStateException.class);
                case "end" -> response.end();
                case "timeout" -> container.callOnTimeout();
                case "dispatch" ->
                    assertThatThrownBy(() -> response.startedAsync().dispatch())
                            .isInstanceOf(UnsupportedOperationException.class);
                case "dispatch to a path" ->
                    assertThatThrownBy(() -> response.startedAsync().dispatch("/path"))
                            .isInstanceOf(UnsupportedOperationException.class);
                case "dispatch to a context" ->
                    assertThatThrownBy(() -> response.startedAsync().dispatch(null, "/path"))
                            .isInstanceOf(UnsupportedOperationException.class);
                case "close" -> response.getWriter().close();
                case "close the stream" -> response.getOutputStream().close();
                case "isReady" ->
                    assertThat(response.getOutputStream().isReady()).isTrue();
                case "possible" -> raw.callOnWritePossible();
                case "setWriteListener" -> response.getOutputStream().setWriteListener(new Recorder());
                case "failed write" -> response.writeFailed();
                default -> throw new IllegalArgumentException(use);
            }
        });
    }

    /** Runs an action on another thread, up to its first write, which waits for the latch. */
    private CompletableFuture<Void> blockedIn(CountDownLatch go, SessionResponse.Write action) throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        AtomicReference<Thread> writer = new AtomicReference<>();
        raw.beforeEachWrite(() -> {
            if (Thread.currentThread() == writer.get()) {
                writing.countDown();
                run(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
            }
        });
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            writer.set(Thread.currentThread());
            run(action);
        });
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    private static Thread startThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    /* It waits for nothing else. */
    private static void awaitWaiting(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void run(SessionResponse.Write action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Recorder implements WriteListener {

        @Override
        public void onWritePossible() {
            told.add("possible");
        }

        @Override
        public void onError(Throwable problem) {
            told.add(problem.getMessage());
        }
    }

    private final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            told.add("complete");
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
