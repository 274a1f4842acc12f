package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static dev.mcpsession.filter.Sessions.MODERN_CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpsession.EndReason;
import dev.mcpsession.servlet.FakeAsyncContext;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens after the chain has returned, when the endpoint answers asynchronously. */
class AsyncExchangeTest {

    private final Sessions sessions = Sessions.limitedTo(3);
    private final FilterBench bench = new FilterBench(sessions);
    private final FakeResponse response = new FakeResponse();
    private AsyncContext async;

    @Test
    void withoutArgumentsItGoesOnWithWhatTheEndpointSees() throws Exception {
        bench.answering((request, answer) -> {
            async = request.startAsync();
            assertThat(async.getRequest()).isSameAs(request);
            assertThat(async.getResponse()).isSameAs(answer);
            assertThat(request.getAsyncContext()).isSameAs(async);
        });

        bench.send(FakeRequest.post(INITIALIZE), response);
        assertThat(bench.calls()).isOne();
    }

    @Test
    void withArgumentsItGoesOnWithThese() throws Exception {
        FakeResponse other = new FakeResponse();
        bench.answering((request, answer) -> async = request.startAsync(request, other));

        bench.send(FakeRequest.post(INITIALIZE), response);

        assertThat(async.getResponse()).isSameAs(other);
    }

    @Test
    void anInitializeIsOpenedByItsAnswerAndNoSooner() throws Exception {
        startAsync(FakeRequest.post(INITIALIZE));
        assertThat(response.sessionId()).isNull();
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(2);

        answer().setHeader("Mcp-Session-Id", "e1");
        answer().getWriter().write("{}");

        assertThat(response.events()).containsExactly("id", "write");
        assertThat(response.sessionId()).isEqualTo("e1");
        assertThat(sessions.inFlight()).isOne();

        async.complete();

        assertThat(sessions.inFlight()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutABodyIsDecidedByItsCompletion() throws Exception {
        startAsync(FakeRequest.post(INITIALIZE));

        async.complete();

        assertThat(response.sessionId()).isNotNull();
        assertThat(sessions.registry().count()).isOne();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void aCompletionInsideTheChainIsFine() throws Exception {
        bench.answering((request, answer) -> request.startAsync().complete());

        bench.send(FakeRequest.post(INITIALIZE), response);

        assertThat(response.sessionId()).isNotNull();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void anInitializeThatFailsInTheEndGivesItsPermitBack() throws Exception {
        startAsync(FakeRequest.post(INITIALIZE));

        answer().sendError(500);
        async.complete();

        assertThat(response.sessionId()).isNull();
        assertNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "timeout", "error"})
    void anInitializeThatIsNeverAnsweredGivesItsPermitBack(String callback) throws Exception {
        FakeRequest request = startAsync(FakeRequest.post(INITIALIZE));

        call(request.async(), callback);

        assertNothingHeld();
    }

    @Test
    void anAnswerAfterTheTimeoutOpensNothing() throws Exception {
        FakeRequest request = startAsync(FakeRequest.post(INITIALIZE));
        request.async().callOnTimeout();

        answer().getWriter().write("{}");

        assertThat(response.sessionId()).isNull();
        assertNothingHeld();
    }

    @Test
    void anInitializeWhoseChainThrowsAfterAllHoldsNothing() {
        bench.answering((request, answer) -> {
            request.startAsync();
            throw new IOException("of the endpoint");
        });

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> bench.send(FakeRequest.post(INITIALIZE), response));

        assertNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void aRequestIsInFlightUntilTheEndpointCompletes(String method) throws Exception {
        startAsync(FakeRequest.of(method).session(sessions.adopted("e1")));
        assertThat(sessions.inFlight()).isOne();
        assertThat(sessions.only().streams()).isEqualTo(method.equals("GET") ? 1 : 0);

        answer().setStatus(202);
        async.complete();

        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "timeout", "error"})
    void aRequestIsInFlightUntilTheContainerSaysOtherwise(String callback) throws Exception {
        FakeRequest request = startAsync(FakeRequest.post(CALL).session(sessions.issued()));

        call(request.async(), callback);
        assertThat(sessions.inFlight()).isZero();

        async.complete();
        assertThat(sessions.inFlight()).isZero();
    }

    /** Jakarta REST leaves it at the failure of a write, and some containers do not tell. */
    @ParameterizedTest
    @ValueSource(strings = {"write", "flush", "checkError"})
    void failedWrite_endsTheExchange(String attempt) throws Exception {
        startAsync(FakeRequest.post(CALL).session(sessions.issued()));
        response.breakConnection();

        switch (attempt) {
            case "write" ->
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> answer().getOutputStream().write('x'));
            case "flush" ->
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> answer().getOutputStream().flush());
            default -> assertThat(answer().getWriter().checkError()).isTrue();
        }
        assertThat(sessions.inFlight()).isZero();

        async.complete();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void aWriteThatFailsWhileTheChainRunsEndsNothing() throws Exception {
        response.breakConnection();
        bench.answering((request, answer) -> {
            request.startAsync();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> answer.getOutputStream().write('x'));
            assertThat(sessions.inFlight()).isOne();
        });

        bench.send(FakeRequest.post(CALL).session(sessions.issued()), response);

        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void aRequestInFlightKeepsItsSession() throws Exception {
        startAsync(FakeRequest.post(CALL).session(sessions.issued()));

        sessions.advance(Duration.ofDays(2));

        assertThat(sessions.registry().sweep()).isZero();
    }

    @Test
    void aSecondCompletionDoesNothing() throws Exception {
        FakeRequest request = startAsync(FakeRequest.post(CALL).session(sessions.issued()));

        async.complete();
        async.complete();

        assertThat(request.async().completions()).isOne();
    }

    @Test
    void a404OfTheEndpointEndsTheSessionHereToo() throws Exception {
        startAsync(FakeRequest.post(CALL).session(sessions.adopted("e1")));

        answer().setStatus(404);
        async.complete();

        assertThat(sessions.registry().statistics().ended(EndReason.ENDPOINT_GONE))
                .isOne();
    }

    @Test
    void aDeleteOfTheEndpointEndsTheSessionHereToo() throws Exception {
        startAsync(FakeRequest.delete().session(sessions.adopted("e1")));
        assertThat(sessions.registry().count()).isOne();

        async.complete();

        assertThat(sessions.registry().statistics().ended(EndReason.CLIENT)).isOne();
        assertNothingHeld();
    }

    @Test
    void aSessionlessRequestIsAnsweredWithoutAnIdHereToo() throws Exception {
        Sessions both = Sessions.ofBothEras();
        new FilterBench(both)
                .answering((request, answer) -> async = request.startAsync())
                .send(FakeRequest.post(MODERN_CALL).version("2026-07-28"), response);

        answer().setHeader("Mcp-Session-Id", "e1");
        answer().getWriter().write("{}");

        assertThat(response.sessionId()).isNull();
        assertThat(both.registry().count()).isZero();
    }

    @Test
    void theHeadersOfAnEventStreamLeaveBeforeTheFirstEvent() throws Exception {
        String id = sessions.issued();
        openStream(id);

        assertThat(response.isCommitted()).isTrue();
        assertThat(response.text()).isEqualTo(":\n\n");
    }

    @Test
    void theEndOfASessionCompletesItsStreams() throws Exception {
        String id = sessions.issued();
        FakeRequest stream = openStream(id);

        FakeResponse deleted =
                new FilterBench(sessions).send(FakeRequest.delete().session(id));

        assertThat(deleted.getStatus()).isEqualTo(204);
        assertThat(stream.async().completions()).isOne();
        assertThat(sessions.freePermits()).isEqualTo(3);
        async.complete();
        assertThat(stream.async().completions()).isOne();
    }

    @Test
    void theEndOfASessionDoesNotCompleteItsPosts() throws Exception {
        FakeRequest post = startAsync(FakeRequest.post(CALL).session(sessions.issued()));

        sessions.registry().clear(EndReason.OPERATOR);

        assertThat(post.async().completions()).isZero();
        answer().getWriter().write("owed");
        assertThat(response.text()).isEqualTo("owed");
    }

    /**
     * A session that remembers its old streams would hold their memory; that it would close them once more shows it.
     */
    @Test
    void aStreamThatIsOverIsForgotten() throws Exception {
        openStream(sessions.issued());
        PrintWriter writer = answer().getWriter();
        async.complete();

        sessions.registry().clear(EndReason.OPERATOR);

        assertThat(writer.checkError()).as("closed by the end of the session").isFalse();
    }

    /** As the Java SDK does: it writes, flushes, and asks checkError. */
    @Test
    void anEndpointThatWritesToTheStreamOfAnEndedSessionIsTold() throws Exception {
        openStream(sessions.issued());
        PrintWriter writer = answer().getWriter();
        sessions.registry().clear(EndReason.OPERATOR);

        writer.write("data: 1\n\n");
        writer.flush();

        assertThat(writer.checkError()).isTrue();
        assertThat(response.text()).isEqualTo(":\n\n");
    }

    @Test
    void aStreamKeepsASessionForADayAndNoLonger() throws Exception {
        FakeRequest stream = openStream(sessions.issued());

        sessions.advance(Duration.ofHours(24).minusNanos(1));
        assertThat(sessions.registry().sweep()).isZero();
        sessions.advance(Duration.ofNanos(1));
        assertThat(sessions.registry().sweep()).isOne();

        assertThat(stream.async().completions()).isOne();
    }

    private FakeRequest openStream(String id) throws Exception {
        FakeRequest request = FakeRequest.get().session(id);
        bench.answering((seen, answer) -> {
            async = seen.startAsync();
            answer.setContentType("text/event-stream");
            answer.getWriter();
        });
        bench.send(request, response);
        return request;
    }

    private FakeRequest startAsync(FakeRequest request) throws Exception {
        bench.answering((seen, answer) -> async = seen.startAsync()).send(request, response);
        return request;
    }

    private HttpServletResponse answer() {
        return (HttpServletResponse) async.getResponse();
    }

    private static void call(FakeAsyncContext context, String callback) {
        switch (callback) {
            case "complete" -> context.callOnComplete();
            case "timeout" -> context.callOnTimeout();
            default -> context.callOnError();
        }
    }

    private void assertNothingHeld() {
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(3);
    }
}
