package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamResponseTest {

    private static final String COMMENT = ":\n\n";
    private static final String EVENT_STREAM = "text/event-stream";

    private final FakeResponse raw = new FakeResponse();
    private final StreamResponse response = new StreamResponse(raw, (answer, status, named) -> "id");
    private final FakeAsyncContext container = new FakeAsyncContext(null, null);

    @ParameterizedTest
    @MethodSource
    void theHeadersOfAnEventStreamLeaveAtOnce(Step first, Step second) throws IOException {
        first.take(response);
        assertThat(raw.isCommitted()).isFalse();

        second.take(response);

        assertThat(raw.isCommitted()).isTrue();
        assertThat(raw.text()).isEqualTo(COMMENT);
        assertThat(raw.events()).startsWith("id", "write", "flush").containsOnlyOnce("write");
    }

    @Test
    void theHeadersLeaveAlsoWhereTheFirstFlushOfAStreamIsNotHeeded() throws IOException {
        response.setContentType(EVENT_STREAM);
        response.getOutputStream();

        assertThat(raw.events()).containsExactly("id", "write", "flush", "flush");
    }

    static Stream<Arguments> theHeadersOfAnEventStreamLeaveAtOnce() {
        return Stream.concat(
                types().flatMap(type -> outputs().map(output -> Arguments.of(type, output))),
                types().flatMap(type -> outputs().map(output -> Arguments.of(output, type))));
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

        assertThat(raw.text()).isEmpty();
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void withoutAContentTypeThereIsNoGreeting() throws IOException {
        response.getOutputStream();
        response.setHeader("X", "x");

        assertThat(raw.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 500, 204})
    void anErrorIsNotGreeted(int status) throws IOException {
        response.setStatus(status);
        response.setContentType(EVENT_STREAM);
        response.getWriter();

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
    void aClientThatHasGoneIsNotMetHere(Step output) {
        raw.breakConnection();
        response.setContentType(EVENT_STREAM);

        assertThatCode(() -> output.take(response)).doesNotThrowAnyException();
        assertThat(response.tryClose()).isTrue();
    }

    @Test
    void aResetForgetsTheWriter() throws IOException {
        response.getWriter();
        response.reset();

        response.setContentType(EVENT_STREAM);
        assertThat(raw.text())
                .as("written before the endpoint has taken the means to write")
                .isEmpty();

        response.getOutputStream();
        assertThat(raw.text()).isEqualTo(COMMENT);
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
                    r.getOutputStream();
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
        StreamResponse failing = new StreamResponse(raw, (answer, status, named) -> {
            throw new IOException("Cannot refuse");
        });
        ServletOutputStream stream = failing.getOutputStream();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.write('x'));

        assertThat(failing.tryClose()).isTrue();
    }

    private PrintWriter greeted() throws IOException {
        response.setContentType(EVENT_STREAM);
        return response.getWriter();
    }

    private void startAsync() {
        response.startedAsync(new TrackingAsyncContext(container, response, new ExchangeLifecycle()));
    }

    private void take(Step step) {
        try {
            step.take(response);
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
