package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpsession.engine.EventStream.CommentResult;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.servlet.FakeAsyncContext;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamResponseTest {

    private static final String COMMENT = ":\n\n";
    private static final String EVENT_STREAM = "text/event-stream";

    private final StreamKeepAlive keepAlive = KeepAlives.idle();
    private final FakeResponse raw = new FakeResponse();
    private final StreamResponse response = new StreamResponse(raw, (answer, status, named) -> "id", keepAlive, false);
    private final FakeAsyncContext container = new FakeAsyncContext(null, null);

    @ParameterizedTest
    @MethodSource("types")
    void asyncEventStream_isGreetedWhenTheChainReturns(Step type) throws IOException {
        type.take(response);
        startAsync();
        assertThat(raw.isCommitted()).isFalse();

        response.chainReturned();

        assertThat(raw.isCommitted()).isTrue();
        assertThat(raw.text()).isEqualTo(COMMENT);
        assertThat(raw.events()).containsExactly("id", "write", "flush", "flush");
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputTakenByTheEndpoint_isGreetedThrough(Step output) throws IOException {
        output.take(response);
        response.setContentType(EVENT_STREAM);
        startAsync();

        response.chainReturned();

        assertThat(raw.text()).isEqualTo(COMMENT);
        assertThat(raw.events()).startsWith("id", "write", "flush").containsOnlyOnce("write");
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputTakenAfterTheChainHasReturned_isGreetedThrough(Step output) throws IOException {
        startAsync();
        response.chainReturned();
        response.setContentType(EVENT_STREAM);
        assertThat(raw.isCommitted()).isFalse();

        output.take(response);

        assertThat(raw.text()).isEqualTo(COMMENT);
        assertThat(raw.events()).startsWith("id", "write", "flush").containsOnlyOnce("write");
    }

    @ParameterizedTest
    @MethodSource("firstActions")
    void firstWriteOrFlush_isGreetedBefore(Step action) throws IOException {
        response.setContentType(EVENT_STREAM);

        action.take(response);

        assertThat(raw.isCommitted()).isTrue();
        assertThat(raw.text()).startsWith(COMMENT);
    }

    static Stream<Named<Step>> firstActions() {
        return Stream.of(
                Named.of("write", r -> r.getWriter().write("data: 1\n\n")),
                Named.of("bytes", r -> r.getOutputStream().write(new byte[3])),
                Named.of("flush of the writer", r -> r.getWriter().flush()),
                Named.of("flush of the stream", r -> r.getOutputStream().flush()),
                Named.of("flushBuffer", StreamResponse::flushBuffer));
    }

    @Test
    void statusAndHeadersSetAfterTheWriterWasTaken_areKept() throws IOException {
        response.setContentType(EVENT_STREAM);
        PrintWriter writer = response.getWriter();
        response.setHeader("X-Late", "x");
        startAsync();
        response.setStatus(503);
        response.chainReturned();
        writer.write("no");

        assertThat(raw.getStatus()).isEqualTo(503);
        assertThat(raw.getHeader("X-Late")).isEqualTo("x");
        assertThat(raw.text()).isEqualTo("no");
    }

    @Test
    void writerTakenAfterTheGreeting_writesUtf8() throws IOException {
        response.setContentType(EVENT_STREAM);
        startAsync();
        response.chainReturned();

        PrintWriter writer = response.getWriter();
        writer.write("data: \u00e9\n\n");
        writer.flush();

        assertThat(response.getWriter()).isSameAs(writer);
        assertThat(raw.text()).isEqualTo(COMMENT + "data: \u00e9\n\n");
        raw.breakConnection();
        writer.write("x");
        assertThat(writer.checkError()).isTrue();
    }

    @Test
    void streamTakenAfterTheGreeting_isTheSame() throws IOException {
        response.setContentType(EVENT_STREAM);
        startAsync();
        response.chainReturned();

        response.getOutputStream().write('x');

        assertThat(raw.text()).isEqualTo(COMMENT + "x");
    }

    @Test
    void endpointThatStaysSynchronous_isNotGreetedWhenTheChainReturns() {
        response.setContentType(EVENT_STREAM);

        response.chainReturned();

        assertThat(raw.text()).isEmpty();
    }

    @Test
    void encodedStream_isNotGreeted() throws IOException {
        response.setContentType(EVENT_STREAM);
        response.setHeader("Content-Encoding", "gzip");
        startAsync();
        response.chainReturned();
        response.getOutputStream().write('x');

        assertThat(raw.text()).isEqualTo("x");
    }

    @Test
    void typeSetAfterTheChainHasReturned_isGreetedBeforeTheFirstWrite() throws IOException {
        startAsync();
        response.chainReturned();
        response.setContentType(EVENT_STREAM);

        response.getWriter().write("data: 1\n\n");

        assertThat(raw.text()).isEqualTo(COMMENT + "data: 1\n\n");
    }

    @Test
    void firstWriteOnAnotherThreadWhileTheChainReturns_isWholeAndBehindTheGreeting() throws Exception {
        AtomicReference<FakeResponse> seen = new AtomicReference<>();
        AtomicReference<StreamResponse> raced = new AtomicReference<>();
        AtomicReference<PrintWriter> writer = new AtomicReference<>();
        Race.run(
                round -> {
                    seen.set(new FakeResponse());
                    StreamResponse fresh =
                            new StreamResponse(seen.get(), (answer, status, named) -> "id", keepAlive, false);
                    fresh.setContentType(EVENT_STREAM);
                    startAsync(fresh);
                    raced.set(fresh);
                    if (round % 2 == 0) {
                        take(fresh, r -> writer.set(r.getWriter()));
                    }
                },
                () -> raced.get().chainReturned(),
                () -> take(raced.get(), r -> {
                    PrintWriter own = r.getWriter();
                    own.write("data: 1\n\n");
                    own.flush();
                }),
                round -> assertThat(seen.get().text()).isEqualTo(COMMENT + "data: 1\n\n"));
    }

    @Test
    void eventStream_asksProxiesNotToBuffer() throws IOException {
        response.setContentType(EVENT_STREAM);
        response.getWriter().flush();

        assertThat(raw.getHeader("X-Accel-Buffering")).isEqualTo("no");
    }

    private static Stream<Named<Step>> types() {
        return Stream.of(
                Named.of("setContentType", r -> r.setContentType(EVENT_STREAM)),
                Named.of("setContentType with charset", r -> r.setContentType("Text/Event-Stream; charset=UTF-8")),
                Named.of("setHeader", r -> r.setHeader("content-type", EVENT_STREAM)),
                Named.of("addHeader", r -> r.addHeader("Content-Type", EVENT_STREAM)));
    }

    private static Stream<Named<Step>> outputs() {
        return Stream.of(
                Named.of("getWriter", StreamResponse::getWriter),
                Named.of("getOutputStream", StreamResponse::getOutputStream));
    }

    @Test
    void theGreetingComesOnce() throws IOException {
        PrintWriter writer = greeted();
        response.getWriter();
        response.setContentType(EVENT_STREAM);
        response.setHeader("X-Late", "x");

        writer.write("data: 1\n\n");

        assertThat(raw.text()).isEqualTo(COMMENT + "data: 1\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "text/html"})
    void nothingElseIsGreeted(String type) throws IOException {
        response.setContentType(type);
        response.getWriter();
        startAsync();
        response.chainReturned();

        assertThat(raw.text()).isEmpty();
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void withoutAContentTypeThereIsNoGreeting() throws IOException {
        response.getOutputStream();
        startAsync();
        response.chainReturned();

        assertThat(raw.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 500, 204})
    void anErrorIsNotGreeted(int status) throws IOException {
        response.setStatus(status);
        response.setContentType(EVENT_STREAM);
        response.getWriter();
        startAsync();
        response.chainReturned();

        assertThat(raw.text()).isEmpty();
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void whatHasLeftAlreadyIsNotGreeted() throws IOException {
        response.getWriter().flush();
        raw.setContentType(EVENT_STREAM);
        response.setContentType(EVENT_STREAM);

        assertThat(raw.text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void aClientThatHasGoneIsNotMetHere(Step output) throws IOException {
        raw.breakConnection();
        response.setContentType(EVENT_STREAM);
        output.take(response);
        startAsync();

        assertThatCode(response::chainReturned).doesNotThrowAnyException();
        assertThat(response.tryClose()).isTrue();
    }

    @Test
    void onceClosedEveryWriteFailsAsOnABrokenConnection() throws IOException {
        ServletOutputStream stream = response.getOutputStream();

        assertThat(response.tryClose()).isTrue();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.write('x'));
        assertThatExceptionOfType(IOException.class).isThrownBy(stream::flush);
        assertThat(raw.text()).isEmpty();
    }

    @Test
    void onceClosedTheWriterTellsOfAnError() throws IOException {
        PrintWriter writer = greeted();
        assertThat(writer.checkError()).isFalse();

        assertThat(response.tryClose()).isTrue();
        writer.write("data: 1\n\n");

        assertThat(writer.checkError()).isTrue();
        assertThat(raw.text()).isEqualTo(COMMENT);
    }

    @Test
    void closingCompletesTheAsynchronousModeOnce() {
        startAsync();
        response.chainReturned();

        assertThat(response.tryClose()).isTrue();
        assertThat(response.tryClose()).isTrue();

        assertThat(container.completions()).isOne();
    }

    @Test
    void closingWhileTheChainRunsCompletesWhenThatHasReturned() {
        startAsync();

        assertThat(response.tryClose()).isTrue();
        assertThat(container.completions()).isZero();
        response.chainReturned();

        assertThat(container.completions()).isOne();
    }

    @Test
    void theReturnOfTheChainAloneCompletesNothing() {
        startAsync();

        response.chainReturned();

        assertThat(container.completions()).isZero();
    }

    @Test
    void aStreamThatTheContainerHasEndedAlreadyIsClosedWithoutAWord() {
        startAsync();
        response.chainReturned();
        container.complete();

        assertThat(response.tryClose()).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void cannotBeClosedWhileAWriteIsInProgress(Step write) throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        startAsync();
        response.chainReturned();
        raw.beforeEachWrite(() -> {
            writing.countDown();
            await(go);
        });
        CompletableFuture<Void> stuck = CompletableFuture.runAsync(() -> take(write));
        await(writing);

        assertThat(response.tryClose()).isFalse();
        assertThat(container.completions()).isZero();

        go.countDown();
        stuck.get(10, TimeUnit.SECONDS);
        assertThat(response.tryClose()).isTrue();
        assertThat(container.completions()).isOne();
    }

    @Test
    void aCloseThatCameInTheMiddleOfAnEventIsMadeUpForByItsFlush() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        startAsync();
        response.chainReturned();
        raw.beforeEachWrite(() -> {
            writing.countDown();
            await(go);
        });
        CompletableFuture<Void> event = CompletableFuture.runAsync(() -> {
            take(r -> r.getOutputStream().write(new byte[3]));
            take(r -> r.getOutputStream().write(new byte[3]));
            take(r -> r.getOutputStream().flush());
        });
        await(writing);
        assertThat(response.tryClose()).isFalse();

        go.countDown();
        event.get(10, TimeUnit.SECONDS);

        assertThat(container.completions()).isOne();
    }

    @Test
    void aCloseThatCameInTheMiddleOfACommentIsMadeUpForByItsEnd() {
        startAsync();
        take(r -> r.setContentType(EVENT_STREAM));
        take(r -> r.getWriter().flush());
        response.chainReturned();
        raw.beforeEachWrite(() -> assertThat(response.tryClose()).isFalse());

        assertThat(response.writeComment()).isEqualTo(CommentResult.SENT);

        assertThat(container.completions()).isOne();
        assertThat(response.writeComment()).isEqualTo(CommentResult.SKIPPED);
    }

    static Stream<Named<Step>> cannotBeClosedWhileAWriteIsInProgress() {
        return Stream.of(
                Named.of("bytes", r -> r.getOutputStream().write(new byte[3])),
                Named.of("one byte", r -> r.getOutputStream().write(1)),
                Named.of("flush", r -> r.getOutputStream().flush()),
                Named.of("text", r -> r.getWriter().write("x")),
                Named.of("println", r -> r.getWriter().println()),
                Named.of("flush of the writer", r -> r.getWriter().flush()),
                Named.of("greeting", r -> {
                    r.setContentType(EVENT_STREAM);
                    r.flushBuffer();
                }));
    }

    @Test
    void aWriteThatFailedIsNotInProgress() throws IOException {
        ServletOutputStream stream = response.getOutputStream();
        raw.breakConnection();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.write('x'));

        assertThat(response.tryClose()).isTrue();
    }

    @Test
    void aWriteThatWasNotLetThroughIsNotInProgress() throws IOException {
        StreamResponse failing = new StreamResponse(
                raw,
                (answer, status, named) -> {
                    throw new IOException("Cannot refuse");
                },
                keepAlive,
                false);
        ServletOutputStream stream = failing.getOutputStream();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.write('x'));

        assertThat(failing.tryClose()).isTrue();
    }

    private PrintWriter greeted() throws IOException {
        response.setContentType(EVENT_STREAM);
        PrintWriter writer = response.getWriter();
        writer.flush();
        return writer;
    }

    private void startAsync() {
        response.startedAsync(new TrackingAsyncContext(container, response, new ExchangeLifecycle()));
    }

    private static void startAsync(StreamResponse started) {
        started.startedAsync(
                new TrackingAsyncContext(new FakeAsyncContext(null, null), started, new ExchangeLifecycle()));
    }

    private void take(Step step) {
        take(response, step);
    }

    private static void take(StreamResponse taken, Step step) {
        try {
            step.take(taken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that an endpoint does. */
    interface Step {
        void take(StreamResponse response) throws IOException;
    }
}
