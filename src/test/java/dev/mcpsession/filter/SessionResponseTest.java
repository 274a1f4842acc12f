package dev.mcpsession.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionResponseTest {

    private final FakeResponse raw = new FakeResponse();
    private final List<String> asked = new ArrayList<>();

    /** A 200 gets the endpoint's id, or else one of the filter's. */
    private final SessionResponse response = new SessionResponse(raw, (answer, status, named) -> {
        asked.add(status + " " + named);
        return status != 200 ? null : named == null ? "issued" : named;
    });

    @ParameterizedTest
    @MethodSource("waysToCommit")
    void theIdLeavesBeforeAnythingElseDoes(Way way) throws IOException {
        way.take(response);

        assertThat(raw.sessionId()).isEqualTo("issued");
        assertThat(raw.events()).startsWith("id");
    }

    @ParameterizedTest
    @MethodSource("waysToCommit")
    void theIdIsDecidedOnce(Way way) throws IOException {
        way.take(response);
        way.take(response);
        response.flushBuffer();
        response.commitHeaders();

        assertThat(asked).containsExactly("200 null");
        assertThat(Collections.frequency(raw.events(), "id")).isOne();
    }

    @ParameterizedTest
    @MethodSource("waysToCommit")
    void noIdLeavesWithAnErrorStatus(Way way) throws IOException {
        response.setHeader("Mcp-Session-Id", "named");
        response.setStatus(500);

        way.take(response);

        assertThat(raw.sessionId()).isNull();
        assertThat(asked).containsExactly("500 named");
    }

    static Stream<Named<Way>> waysToCommit() {
        return Stream.of(
                Named.of("one byte", r -> r.getOutputStream().write('x')),
                Named.of("bytes", r -> r.getOutputStream().write(new byte[] {'x', 'y'})),
                Named.of("print on the stream", r -> r.getOutputStream().println("x")),
                Named.of("flush of the stream", r -> r.getOutputStream().flush()),
                Named.of("close of the stream", r -> r.getOutputStream().close()),
                Named.of("one character", r -> r.getWriter().write('x')),
                Named.of("text", r -> r.getWriter().write("x")),
                Named.of("characters", r -> r.getWriter().write(new char[] {'x'})),
                Named.of("println", r -> r.getWriter().println("x")),
                Named.of("empty println", r -> r.getWriter().println()),
                Named.of("format", r -> r.getWriter().format(Locale.ROOT, "%d", 1)),
                Named.of("append", r -> r.getWriter().append('x')),
                Named.of("flush of the writer", r -> r.getWriter().flush()),
                Named.of("close of the writer", r -> r.getWriter().close()),
                Named.of("checkError", r -> r.getWriter().checkError()),
                Named.of("flushBuffer", r -> r.flushBuffer()),
                Named.of("the end", r -> r.commitHeaders()));
    }

    @Test
    void noIdLeavesWithSendError() throws IOException {
        response.setHeader("Mcp-Session-Id", "named");

        response.sendError(404);

        assertThat(raw.getStatus()).isEqualTo(404);
        assertThat(raw.sessionId()).isNull();
        assertThat(asked).containsExactly("404 named");
    }

    @Test
    void noIdLeavesWithSendErrorAndItsMessage() throws IOException {
        response.sendError(500, "sorry");

        assertThat(raw.getStatus()).isEqualTo(500);
        assertThat(asked).containsExactly("500 null");
    }

    @Test
    void noIdLeavesWithARedirect() throws IOException {
        response.sendRedirect("/elsewhere");

        assertThat(raw.getStatus()).isEqualTo(302);
        assertThat(asked).containsExactly("302 null");
    }

    /** The specification of sendError: "leaves cookies and other headers unmodified". */
    @Test
    void noIdLeavesWithAnErrorThatReplacesABufferedAnswer() throws IOException {
        response.getOutputStream().write("part of an ans".getBytes(UTF_8));

        response.sendError(500);

        assertThat(raw.getStatus()).isEqualTo(500);
        assertThat(raw.sessionId()).isNull();
    }

    @Test
    void anAnswerThatReplacesABufferedOneHasTheIdAsWell() throws IOException {
        response.getOutputStream().write("part of an ans".getBytes(UTF_8));

        response.reset();
        response.getOutputStream().write("an answer".getBytes(UTF_8));
        response.flushBuffer();

        assertThat(raw.getStatus()).isEqualTo(200);
        assertThat(raw.sessionId()).isEqualTo("issued");
        assertThat(asked).as("one answer, one session").containsExactly("200 null");
    }

    @Test
    void anAnswerThatReplacesABufferedErrorHasTheIdAsWell() throws IOException {
        response.setStatus(500);
        response.getOutputStream().write("part of an err".getBytes(UTF_8));

        response.reset();
        response.getOutputStream().write("an answer".getBytes(UTF_8));
        response.flushBuffer();

        assertThat(raw.getStatus()).isEqualTo(200);
        assertThat(raw.sessionId()).isEqualTo("issued");
    }

    @Test
    void noIdLeavesWhereTheStatusBecomesAnErrorAfterTheFirstByte() throws IOException {
        response.getOutputStream().write("part of an ans".getBytes(UTF_8));

        response.setStatus(500);
        response.flushBuffer();

        assertThat(raw.getStatus()).isEqualTo(500);
        assertThat(raw.sessionId())
                .as("blank counts as none, and no API takes a header back")
                .isBlank();
    }

    @Test
    void otherHeadersSurviveAnErrorThatReplacesABufferedAnswer() throws IOException {
        response.setHeader("X-Of-The-Endpoint", "x");
        response.getOutputStream().write('x');

        response.sendError(500);

        assertThat(raw.getHeader("X-Of-The-Endpoint")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mcp-Session-Id", "mcp-session-id", "MCP-SESSION-ID"})
    void theEndpointsIdIsKeptBackUntilThen(String name) throws IOException {
        response.setHeader(name, "named");
        assertThat(raw.sessionId()).isNull();

        response.flushBuffer();

        assertThat(raw.sessionId()).isEqualTo("named");
        assertThat(asked).containsExactly("200 named");
    }

    @Test
    void theEndpointSeesTheIdThatItHasSet() {
        response.addHeader("mcp-session-id", "named");
        response.setHeader("X-Other", "x");

        assertThat(response.containsHeader("Mcp-Session-Id")).isTrue();
        assertThat(response.getHeader("Mcp-Session-Id")).isEqualTo("named");
        assertThat(response.getHeaders("Mcp-Session-Id")).containsExactly("named");
        assertThat(response.getHeaderNames()).containsExactlyInAnyOrder("X-Other", "Mcp-Session-Id");
    }

    @Test
    void theEndpointSeesNoneWhereItHasSetNone() {
        assertThat(response.containsHeader("Mcp-Session-Id")).isFalse();
        assertThat(response.getHeader("Mcp-Session-Id")).isNull();
        assertThat(response.getHeaders("Mcp-Session-Id")).isEmpty();
        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void theLastIdThatTheEndpointSetsCounts() throws IOException {
        response.setHeader("Mcp-Session-Id", "first");
        response.addHeader("Mcp-Session-Id", "second");
        response.flushBuffer();

        assertThat(raw.getHeaders("Mcp-Session-Id")).containsExactly("second");
    }

    @Test
    void anIdThatIsNotWantedIsDropped() throws IOException {
        SessionResponse dropping = new SessionResponse(raw, (answer, status, named) -> null);
        dropping.setHeader("Mcp-Session-Id", "named");

        dropping.flushBuffer();

        assertThat(raw.containsHeader("Mcp-Session-Id")).isFalse();
        assertThat(dropping.getHeader("Mcp-Session-Id")).isNull();
    }

    @Test
    void anIdThatComesTooLateChangesNothing() throws IOException {
        response.getOutputStream().write('x');
        response.setHeader("Mcp-Session-Id", "late");
        response.addHeader("Mcp-Session-Id", "late");

        assertThat(raw.getHeaders("Mcp-Session-Id")).containsExactly("issued");
        assertThat(response.getHeader("Mcp-Session-Id")).isEqualTo("issued");
    }

    @Test
    void aResetForgetsTheIdThatTheEndpointHadSet() throws IOException {
        response.setHeader("Mcp-Session-Id", "named");

        response.reset();
        response.flushBuffer();

        assertThat(asked).containsExactly("200 null");
    }

    /** Within an include the container lets no header be set. */
    @Test
    void anIdThatCouldNotBeSetIsSetWithTheNextWrite() throws IOException {
        boolean[] included = {true};
        SessionResponse including = new SessionResponse(
                new HttpServletResponseWrapper(raw) {
                    @Override
                    public void setHeader(String name, String value) {
                        if (!included[0]) {
                            super.setHeader(name, value);
                        }
                    }
                },
                (answer, status, named) -> "issued");
        including.getWriter().write("{");
        assertThat(including.carriesSessionId()).isFalse();

        included[0] = false;
        including.commitHeaders();

        assertThat(raw.sessionId()).isEqualTo("issued");
        assertThat(including.carriesSessionId()).isTrue();
    }

    @Test
    void anIdThatCouldNotBeSetBeforeTheCommitIsNotCarried() throws IOException {
        SessionResponse included = new SessionResponse(
                new HttpServletResponseWrapper(raw) {
                    @Override
                    public void setHeader(String name, String value) {}
                },
                (answer, status, named) -> "issued");

        included.flushBuffer();
        included.commitHeaders();

        assertThat(included.carriesSessionId()).isFalse();
        assertThat(included.getHeader("Mcp-Session-Id")).isNull();
    }

    @Test
    void otherHeadersPassAtOnce() {
        response.setHeader("X-Set", "a");
        response.addHeader("X-Added", "b");
        response.addHeader("X-Added", "c");

        assertThat(raw.getHeaders("X-Set")).containsExactly("a");
        assertThat(raw.getHeaders("X-Added")).containsExactly("b", "c");
    }

    @Test
    void bytesPassAtOnce() throws IOException {
        response.getOutputStream().write("abc".getBytes(UTF_8), 1, 2);

        assertThat(raw.text()).isEqualTo("bc");
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void everyMethodOfTheWriterWritesWhatItShould() throws IOException {
        PrintWriter writer = response.getWriter();
        writer.write('a');
        writer.write("xbx", 1, 1);
        writer.write(new char[] {'c', 'x'}, 0, 1);
        writer.append("d").append("xex", 1, 2).append('f');
        writer.print(1);
        writer.printf(Locale.ROOT, "%s|", "g");
        writer.println();
        writer.println("h");

        assertThat(raw.text()).isEqualTo("abcdef1g|" + System.lineSeparator() + "h" + System.lineSeparator());
    }

    @Test
    void thereIsOneWriterAndOneStream() throws IOException {
        assertThat(response.getWriter()).isSameAs(response.getWriter());
        SessionResponse other = new SessionResponse(new FakeResponse(), (answer, status, named) -> null);
        assertThat(other.getOutputStream()).isSameAs(other.getOutputStream());
    }

    @Test
    void theWriterTellsOfAClientThatHasGone() throws IOException {
        PrintWriter writer = response.getWriter();
        raw.breakConnection();

        writer.write("x");

        assertThat(writer.checkError()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("waysToCommit")
    void aRefusedAnswerIsTheFiltersFromTheFirstByteOn(Way way) throws IOException {
        SessionResponse refused = new SessionResponse(raw, (answer, status, named) -> {
            answer.refuse(ErrorResponse.unavailable(Duration.ofSeconds(1), null));
            return null;
        });
        refused.setHeader("X-Of-The-Endpoint", "x");
        refused.setHeader("Mcp-Session-Id", "named");

        way.take(refused);
        way.take(refused);

        assertThat(raw.getStatus()).isEqualTo(503);
        assertThat(raw.text()).startsWith("{\"jsonrpc\":\"2.0\",\"error\":").endsWith("}}");
        assertThat(raw.getHeaderNames()).doesNotContain("X-Of-The-Endpoint", "Mcp-Session-Id");
    }

    @Test
    void theStatusOfARefusedAnswerIsTheFiltersToo() throws IOException {
        SessionResponse refused = new SessionResponse(raw, (answer, status, named) -> {
            answer.refuse(ErrorResponse.unavailable(Duration.ofSeconds(1), null));
            return null;
        });
        refused.getWriter().write("{");

        refused.setStatus(200);

        assertThat(raw.getStatus()).isEqualTo(503);
    }

    @Test
    void idBeingDecided_writesWait() throws InterruptedException {
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch decide = new CountDownLatch(1);
        SessionResponse slow = new SessionResponse(raw, (answer, status, named) -> {
            deciding.countDown();
            awaitUninterrupted(decide);
            return "issued";
        });
        Thread committing = start(slow::commitHeaders);
        deciding.await();
        Thread writing = start(() -> slow.getOutputStream().write('x'));
        await().until(() -> writing.getState() == Thread.State.BLOCKED || !writing.isAlive());

        decide.countDown();
        committing.join();
        writing.join();

        assertThat(raw.events()).containsExactly("id", "write");
    }

    private static Thread start(IoAction action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One way to send something. */
    interface Way {
        void take(SessionResponse response) throws IOException;
    }

    private interface IoAction {
        void run() throws IOException;
    }

    @Test
    void eventStream_asksProxiesNotToBufferUnlessTheEndpointSaysOtherwise() throws IOException {
        FakeResponse own = new FakeResponse();
        SessionResponse decided = new SessionResponse(own, (answer, status, named) -> null);
        decided.setHeader("X-Accel-Buffering", "yes");
        decided.setContentType("text/event-stream");
        decided.getWriter().write("data: 1");
        FakeResponse silent = new FakeResponse();
        SessionResponse undecided = new SessionResponse(silent, (answer, status, named) -> null);
        undecided.setContentType("Text/Event-Stream;charset=UTF-8");
        undecided.getWriter().write("data: 1");
        FakeResponse other = new FakeResponse();
        SessionResponse json = new SessionResponse(other, (answer, status, named) -> null);
        json.setContentType("application/json");
        json.getWriter().write("{}");

        assertThat(own.getHeaders("X-Accel-Buffering")).containsExactly("yes");
        assertThat(silent.getHeaders("X-Accel-Buffering")).containsExactly("no");
        assertThat(other.containsHeader("X-Accel-Buffering")).isFalse();
    }

    @Test
    void redirectsOfServlet61_goThroughTheDecision() throws IOException {
        FakeResponse cleared = new FakeResponse();
        SessionResponse first = new SessionResponse(cleared, (answer, status, named) -> status == 200 ? "id" : null);
        first.getWriter().write("x");
        first.sendRedirect("/elsewhere", 307);
        FakeResponse kept = new FakeResponse();
        SessionResponse second = new SessionResponse(kept, (answer, status, named) -> null);
        second.getWriter().write("x");
        second.sendRedirect("/elsewhere", false);

        assertThat(cleared.getStatus()).isEqualTo(307);
        assertThat(cleared.sessionId()).isNull();
        assertThat(cleared.text()).isEmpty();
        assertThat(cleared.getHeader("Location")).isEqualTo("/elsewhere");
        assertThat(cleared.isCommitted()).isTrue();
        assertThat(kept.getStatus()).isEqualTo(302);
        assertThat(kept.text()).isEqualTo("x");
    }
}
