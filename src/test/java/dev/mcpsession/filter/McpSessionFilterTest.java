package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static dev.mcpsession.filter.Sessions.MODERN_CALL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.EndReason;
import dev.mcpsession.McpSession;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import dev.mcpsession.servlet.FakeServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Request, endpoint, response, session, one after the other. What happens later than the chain is in
 * {@link AsyncExchangeTest}.
 */
class McpSessionFilterTest {

    private Sessions sessions = Sessions.limitedTo(3);
    private FilterBench bench = new FilterBench(sessions);

    @Test
    void anInitializeOfAnEndpointWithoutSessionsGetsAnId() throws Exception {
        FakeResponse response = bench.answering(
                        (request, answer) -> answer.getWriter().write("{}"))
                .send(initialize());

        assertThat(response.sessionId()).matches("[A-Za-z0-9_-]{43}");
        assertThat(response.text()).isEqualTo("{}");
        assertThat(sessions.only().adopted()).isFalse();
        assertThat(sessions.only().path()).isEqualTo("/mcp");
        assertThat(sessions.only().clientName()).isEqualTo("probe");
        assertThat(sessions.only().established()).isFalse();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void anInitializeWithoutABodyInItsAnswerGetsAnIdAsWell() throws Exception {
        assertThat(bench.send(initialize()).sessionId()).isNotNull();
    }

    static Stream<UnaryOperator<HttpServletRequest>> filterMappedTwice_managesARequestOnce() {
        return Stream.of(UnaryOperator.identity(), HttpServletRequestWrapper::new);
    }

    @ParameterizedTest
    @MethodSource
    void filterMappedTwice_managesARequestOnce(UnaryOperator<HttpServletRequest> between) throws Exception {
        String session = bench.answering(200, "e1")
                .sendTwiceMapped(initialize(), between)
                .sessionId();

        assertThat(session).isEqualTo("e1");
        assertThat(sessions.only().served()).isOne();
        assertThat(bench.sendTwiceMapped(call("e1"), between).getStatus()).isEqualTo(200);
        assertThat(sessions.only().served()).isEqualTo(2);
        assertThat(bench.sendTwiceMapped(call("unknown"), between).getStatus()).isEqualTo(404);
        assertThat(bench.calls()).isEqualTo(2);
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void twoSessionsHaveTwoIds() throws Exception {
        assertThat(bench.send(initialize()).sessionId())
                .isNotEqualTo(bench.send(initialize()).sessionId());
    }

    @Test
    void theIdOfTheEndpointIsAdopted() throws Exception {
        FakeResponse response = bench.answering(200, "e1").send(initialize());

        assertThat(response.sessionId()).isEqualTo("e1");
        assertThat(sessions.only().adopted()).isTrue();
        assertThat(bench.send(call("e1")).getStatus()).isEqualTo(200);
    }

    /**
     * WildFly changes the request itself when an endpoint dispatches or forwards it, behind the back of every wrapper.
     */
    @Test
    void theSessionIsOpenedWhereTheRequestHasComeToAndNotWhereItWasForwardedTo() throws Exception {
        FakeRequest request = initialize().path("/mcp", "/tools");
        FakeResponse response = bench.answering((seen, answer) -> {
                    request.path("/elsewhere", null);
                    answer.getWriter().write("{}");
                })
                .send(request);

        assertThat(response.sessionId()).isNotNull();
        assertThat(sessions.only().path()).isEqualTo("/mcp/tools");
    }

    @Test
    void theEndpointReadsTheBodyOfItsInitialize() throws Exception {
        List<String> seen = new ArrayList<>();
        bench.answering((request, response) -> {
            seen.add(request.getHeader("Mcp-Session-Id"));
            seen.add(request.getHeader("Last-Event-ID"));
            seen.add(new String(request.getInputStream().readAllBytes(), UTF_8));
        });

        bench.send(initialize().session("dead").header("Last-Event-ID", "7"));

        assertThat(seen).containsExactly(null, null, INITIALIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "",
                "ä",
                "tab\t",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
                        + "01234567890123456789012345678901234567890123456789012345678"
            })
    void anInvalidIdOfTheEndpointOpensNothing(String id) throws Exception {
        FakeResponse response = bench.answering(200, id).send(initialize());

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.containsHeader("Mcp-Session-Id")).isFalse();
        assertNothingHeld();
    }

    @Test
    void anIdOf128VisibleCharactersIsValid() throws Exception {
        String id = "!~".repeat(64);

        assertThat(bench.answering(200, id).send(initialize()).sessionId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 204, 302, 400, 401, 404, 500, 503})
    void onlyA200OpensASession(int status) throws Exception {
        FakeResponse response = bench.answering(status, "e1").send(initialize());

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.sessionId()).isNull();
        assertNothingHeld();
    }

    @Test
    void sendErrorOpensNoSession() throws Exception {
        FakeResponse response =
                bench.answering((request, answer) -> answer.sendError(500)).send(initialize());

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.sessionId()).isNull();
        assertNothingHeld();
    }

    @Test
    void anInitializeWhoseEndpointThrowsHoldsNothing() {
        bench.answering((request, response) -> {
            throw new ServletException("of the endpoint");
        });

        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> bench.send(initialize()))
                .withMessage("of the endpoint");

        assertNothingHeld();
    }

    @Test
    void anInitializeWhoseEndpointThrowsAfterTheFirstByteHoldsNothing() {
        bench.answering((request, response) -> {
            response.getWriter().write("{");
            throw new IllegalStateException("of the endpoint");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bench.send(initialize()));

        assertNothingHeld();
    }

    /** A session of another owner has the id, and the answer cannot be taken back. */
    @Test
    void anInitializeWhoseEndpointThrowsAfterTheCommitKeepsItsSession() {
        bench.answering((request, response) -> {
            response.flushBuffer();
            throw new IllegalStateException("of the endpoint");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bench.send(initialize()));

        assertThat(sessions.registry().count()).isOne();
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInitializeThatTurnsIntoAnErrorAfterTheFirstByteHoldsNothing(boolean bySendError) throws Exception {
        bench.answering((request, response) -> {
            response.getWriter().write("{");
            if (bySendError) {
                response.sendError(500);
            } else {
                response.setStatus(500);
            }
        });

        FakeResponse response = bench.send(initialize());

        assertThat(response.getStatus()).isEqualTo(500);
        assertNothingHeld();
    }

    @Test
    void anAnswerThatFailsEndsNoSessionThatWasLiveBefore() throws Exception {
        bench.answering(200, "e1").send(initialize());
        bench.answering((request, response) -> {
            response.setHeader("Mcp-Session-Id", "e1");
            response.getWriter().write("{");
            response.setStatus(500);
        });

        bench.send(initialize());

        assertThat(sessions.registry().count()).isOne();
        assertThat(sessions.inFlight()).isZero();
    }

    /** What the container sends now is a 500, and it need not take the endpoint's headers back. */
    @Test
    void anInitializeWhoseEndpointThrowsAfterTheFirstByteSendsNoId() {
        FakeResponse response = new FakeResponse();
        bench.answering((request, answer) -> {
            answer.getWriter().write("{");
            throw new IllegalStateException("of the endpoint");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bench.send(initialize(), response));

        assertThat(response.isCommitted()).isFalse();
        assertThat(response.sessionId()).isNull();
    }

    /** Payara sets the status of the error before the exception reaches a filter. */
    @Test
    void noIdIsSentWhereTheContainerHasSetTheStatusOfTheErrorAlready() {
        FakeResponse response = new FakeResponse();
        bench.answering((request, answer) -> {
            answer.getWriter().write("{");
            answer.setStatus(500);
            throw new IllegalStateException("of the endpoint");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bench.send(initialize(), response));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.sessionId()).isNull();
        assertNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "live"})
    void endpointThrowsAndTheResponseCannotBeReset_itsExceptionArrivesAndNothingIsInFlight(String kind) {
        IllegalStateException ofEndpoint = new IllegalStateException("of the endpoint");
        FakeResponse response = new FakeResponse().refusingReset();
        bench.answering((request, answer) -> {
            answer.setHeader("Mcp-Session-Id", "e1");
            answer.getWriter().write("{");
            throw ofEndpoint;
        });
        FakeRequest request = kind.equals("live")
                ? FakeRequest.post(CALL).session(sessions.adopted("e1"))
                : FakeRequest.post(INITIALIZE);

        assertThatThrownBy(() -> bench.send(request, response)).isSameAs(ofEndpoint);

        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void head_isAnsweredWithoutABody() throws Exception {
        FakeResponse response = bench.send(FakeRequest.of("HEAD"));

        assertThat(response.getStatus()).isEqualTo(405);
        assertThat(response.text()).isEmpty();
    }

    @Test
    void deadIdOfAnInitialize_isHiddenFromEveryGetter() throws Exception {
        bench.answering((request, response) -> {
            assertThat(request.getIntHeader("mcp-session-id")).isEqualTo(-1);
            assertThat(request.getDateHeader("Mcp-Session-Id")).isEqualTo(-1);
            assertThat(request.getIntHeader("Last-Event-ID")).isEqualTo(-1);
            assertThat(request.getDateHeader("last-event-id")).isEqualTo(-1);
        });

        bench.send(FakeRequest.post(INITIALIZE).session("17").header("Last-Event-ID", "4"));

        assertThat(bench.calls()).isOne();
    }

    @Test
    void anInitializeAtTheLimitIsRefusedWithoutTheEndpoint() throws Exception {
        sessions = Sessions.limitedTo(1);
        bench = new FilterBench(sessions);
        sessions.busy();

        FakeResponse response = bench.send(initialize());

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32600,");
        assertThat(response.sessionId()).isNull();
        assertThat(bench.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2027-01-01"})
    void row10_initializeWhileDraining_isAnswered503(String version) throws Exception {
        sessions.registry().admission().setAccepting(false);
        FakeResponse response = bench.send(FakeRequest.post(INITIALIZE).version(version));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).matches("[1-9][0-9]*");
        assertThat(response.text()).contains("\"id\":1");
        assertThat(bench.calls()).isZero();
        assertNothingHeld();
    }

    @ParameterizedTest
    @CsvSource({"POST, 1, 0", "GET, 0, 1", "DELETE, 1, 0"})
    void row8_requestOfALiveSession_countsAsRequestOrStream(String method, int requests, int streams) throws Exception {
        String id = sessions.adopted("e1");
        bench.answering((request, response) -> {
            assertThat(sessions.only().requests()).isEqualTo(requests);
            assertThat(sessions.only().streams()).isEqualTo(streams);
        });

        bench.send(FakeRequest.of(method).session(id));

        assertThat(bench.calls()).isOne();
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void row12_unknownSession_isCounted(String method) throws Exception {
        bench.send(FakeRequest.of(method).session("unknown"));

        assertThat(sessions.registry().statistics().unknownSessionRequests()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void row12_sessionOfAnotherOwner_isCountedAsMismatchOnly(String method) throws Exception {
        bench.as("alice").answering(200, "e1").send(initialize());

        FakeResponse response = bench.as("bob").send(FakeRequest.of(method).session("e1"));

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(sessions.registry().statistics().ownerMismatches()).isOne();
        assertThat(sessions.registry().statistics().unknownSessionRequests()).isZero();
    }

    /** It is answered 200, and what is counted is answered 404. */
    @Test
    void row10_initializeWithTheIdOfAnotherOwner_opensASessionAndIsNoMismatch() throws Exception {
        bench.as("alice").answering(200, "e1").send(initialize());

        FakeResponse response =
                bench.as("bob").answering(200, "e2").send(initialize().session("e1"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.sessionId()).isEqualTo("e2");
        assertThat(sessions.registry().statistics().ownerMismatches()).isZero();
        assertThat(sessions.registry().statistics().unknownSessionRequests()).isZero();
    }

    @Test
    void ownerResolverFails_requestReachesNeitherSessionNorEndpoint() throws Exception {
        String id = sessions.adopted("e1");
        bench.failingToResolve(new IllegalStateException("secret"));

        for (FakeRequest request : List.of(call(id), initialize(), call("unknown"))) {
            FakeResponse response = bench.send(request);

            assertThat(response.getStatus()).isEqualTo(500);
            assertThat(response.text()).contains("-32603").doesNotContain("secret", "Exception");
        }
        assertThat(bench.calls()).isZero();
        assertThat(sessions.inFlight()).isZero();
        assertThat(sessions.registry().admission().permitsTaken()).isOne();
    }

    @Test
    void anInitializeUnderTheIdOfALiveSessionOfTheEndpointInitialisesThatOneAgain() throws Exception {
        bench.answering(200, "e1").send(initialize());

        FakeResponse response = bench.send(FakeRequest.post(INITIALIZE.replace("probe", "again")));

        assertThat(response.sessionId()).isEqualTo("e1");
        assertThat(sessions.only().clientName()).isEqualTo("again");
        assertThat(sessions.inFlight()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(2);
    }

    @Test
    void aRequestOfALiveSessionReachesTheEndpointAsItCame() throws Exception {
        String id = bench.send(initialize()).sessionId();
        List<String> seen = new ArrayList<>();
        bench.answering((request, response) -> {
            seen.add(request.getHeader("mcp-session-id"));
            seen.add(String.join("", Collections.list(request.getHeaders("Mcp-Session-Id"))));
            seen.add(request.getHeader("Last-Event-ID"));
            seen.add(new String(request.getInputStream().readAllBytes(), UTF_8));
        });

        bench.send(call(" " + id + " ").header("Last-Event-ID", "7"));

        assertThat(seen).containsExactly(id, id, "7", CALL);
    }

    @Test
    void aRequestOfALiveSessionIsInFlightWhileTheEndpointAnswers() throws Exception {
        String id = bench.send(initialize()).sessionId();
        List<Integer> lifecycle = new ArrayList<>();
        bench.answering((request, response) -> lifecycle.add(sessions.inFlight()));

        bench.send(call(id));

        assertThat(lifecycle).containsExactly(1);
        assertThat(sessions.inFlight()).isZero();
        assertThat(sessions.only().established()).isTrue();
        assertThat(sessions.only().served()).isEqualTo(2);
    }

    @Test
    void aRequestWhoseEndpointThrowsIsNotInFlight() throws Exception {
        String id = bench.send(initialize()).sessionId();
        bench.answering((request, response) -> {
            throw new IOException("of the endpoint");
        });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> bench.send(call(id)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> bench.send(FakeRequest.get().session(id)));

        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void theEndpointFindsTheSessionOnTheRequest() throws Exception {
        String id = bench.send(initialize()).sessionId();
        List<Object> seen = new ArrayList<>();
        bench.answering((request, response) -> seen.add(request.getAttribute("dev.mcpsession.McpSession")));

        bench.send(call(id));

        assertThat(seen).singleElement().isInstanceOfSatisfying(McpSession.class, session -> {
            assertThat(session.handle())
                    .isEqualTo(sessions.only().handle())
                    .doesNotContain(id)
                    .hasSize(16);
            assertThat(session.clientName()).isEqualTo("probe");
            assertThat(session.clientVersion()).isEqualTo("1.2");
            assertThat(session.protocolVersion()).isEqualTo("2025-11-25");
        });
    }

    @Test
    void theSessionIsOnTheInitializeOnceItIsOpen() throws Exception {
        List<Object> seen = new ArrayList<>();
        bench.answering((request, response) -> {
            seen.add(request.getAttribute("dev.mcpsession.McpSession"));
            response.getWriter().write("{}");
            seen.add(request.getAttribute("dev.mcpsession.McpSession"));
        });

        bench.send(initialize());

        assertThat(seen.get(0)).isNull();
        assertThat(seen.get(1)).isInstanceOf(McpSession.class);
    }

    @Test
    void aRequestOfAnUnknownSessionNeverReachesTheEndpoint() throws Exception {
        FakeResponse response = bench.send(call("unknown"));

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32600,\"message\":\"Session not found\"}}");
        assertThat(bench.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void a404OfTheEndpointEndsASessionThatItNamed(String method) throws Exception {
        bench.answering(200, "e1").send(initialize());

        FakeResponse response =
                bench.answering(404, null).send(FakeRequest.of(method).session("e1"));

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.registry().statistics().ended(EndReason.ENDPOINT_GONE))
                .isOne();
        assertNothingHeld();
    }

    @Test
    void a404OfTheEndpointBySendErrorEndsItToo() throws Exception {
        bench.answering(200, "e1").send(initialize());

        bench.answering((request, response) -> response.sendError(404)).send(call("e1"));

        assertThat(sessions.registry().count()).isZero();
    }

    @Test
    void a404OfTheEndpointDoesNotEndASessionThatItKnowsNothingOf() throws Exception {
        String id = bench.send(initialize()).sessionId();

        assertThat(bench.answering(404, null).send(call(id)).getStatus()).isEqualTo(404);

        assertThat(sessions.registry().count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 400, 405, 410, 500, 503})
    void noOtherAnswerToAPostEndsASession(int status) throws Exception {
        bench.answering(200, "e1").send(initialize());

        bench.answering(status, null).send(call("e1"));

        assertThat(sessions.registry().count()).isOne();
    }

    @Test
    void aDeleteOfAnIssuedSessionIsAnsweredHere() throws Exception {
        String id = bench.send(initialize()).sessionId();

        FakeResponse response = bench.send(FakeRequest.delete().session(id));

        assertThat(response.getStatus()).isEqualTo(204);
        assertThat(response.text()).isEmpty();
        assertThat(bench.calls()).isOne();
        assertThat(sessions.registry().statistics().ended(EndReason.CLIENT)).isOne();
        assertNothingHeld();
    }

    @Test
    void theSecondDeleteIsNotFound() throws Exception {
        String id = bench.send(initialize()).sessionId();
        bench.send(FakeRequest.delete().session(id));

        assertThat(bench.send(FakeRequest.delete().session(id)).getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "200, CLIENT", "202, CLIENT", "204, CLIENT", "404, ENDPOINT_GONE", "410, ENDPOINT_GONE",
        "400,", "401,", "405,", "500,", "503,"
    })
    void aDeleteOfAnAdoptedSessionIsAnsweredByTheEndpoint(int status, EndReason reason) throws Exception {
        bench.answering(200, "e1").send(initialize());

        FakeResponse response =
                bench.answering(status, null).send(FakeRequest.delete().session("e1"));

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(bench.calls()).isEqualTo(2);
        assertThat(sessions.registry().count()).isEqualTo(reason == null ? 1 : 0);
        if (reason != null) {
            assertThat(sessions.registry().statistics().ended(reason)).isOne();
        }
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void aNewIdReplacesASession() throws Exception {
        bench.answering(200, "e1").send(initialize());

        FakeResponse response =
                bench.answering(200, "e2").send(FakeRequest.post(INITIALIZE).session("e1"));

        assertThat(response.sessionId()).isEqualTo("e2");
        assertThat(sessions.registry().statistics().ended(EndReason.REPLACED)).isOne();
        assertThat(sessions.only().clientName()).isEqualTo("probe");
        assertThat(sessions.inFlight()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(2);
        assertThat(bench.send(call("e1")).getStatus()).isEqualTo(404);
        assertThat(bench.send(call("e2")).getStatus()).isEqualTo(200);
    }

    @Test
    void aNewIdReplacesAnIssuedSessionToo() throws Exception {
        String id = bench.send(initialize()).sessionId();

        assertThat(bench.answering(200, "e2")
                        .send(FakeRequest.post(INITIALIZE).session(id))
                        .sessionId())
                .isEqualTo("e2");

        assertThat(sessions.only().adopted()).isTrue();
    }

    @Test
    void aReplacementNeedsNoFreePermit() throws Exception {
        sessions = Sessions.limitedTo(1);
        bench = new FilterBench(sessions);
        bench.answering(200, "e1").send(initialize());

        assertThat(bench.answering(200, "e2")
                        .send(FakeRequest.post(INITIALIZE).session("e1"))
                        .sessionId())
                .isEqualTo("e2");

        assertThat(sessions.registry().count()).isOne();
        assertThat(sessions.freePermits()).isZero();
    }

    /* The endpoint has dropped the old session, and the id of the new one has not left. */
    @Test
    void aReplacementThatFailsAfterItsFirstByteLeavesNeitherSession() {
        String old = sessions.adopted("old");
        bench.answering((request, response) -> {
            response.setHeader("Mcp-Session-Id", "new");
            response.getWriter().write("{");
            throw new ServletException("As told");
        });
        FakeResponse response = new FakeResponse();

        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> bench.send(FakeRequest.post(INITIALIZE).session(old), response));

        assertThat(response.getHeader("Mcp-Session-Id")).isNull();
        assertThat(sessions.registry().queries().list()).isEmpty();
        assertThat(sessions.registry().statistics().ended(EndReason.REPLACED)).isOne();
        assertThat(sessions.registry().statistics().ended(EndReason.ENDPOINT_GONE))
                .isOne();
    }

    @Test
    void theIdThatTheSessionHasAlreadyReplacesNothing() throws Exception {
        bench.answering(200, "e1").send(initialize());

        assertThat(bench.send(call("e1")).sessionId()).isEqualTo("e1");

        assertThat(sessions.registry().statistics().opened()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"POST, 400, e2", "POST, 500, e2", "POST, 200, not valid", "GET, 200, e2"})
    void anIdThatReplacesNothingDoesNotLeave(String method, int status, String id) throws Exception {
        bench.answering(200, "e1").send(initialize());

        FakeResponse response =
                bench.answering(status, id).send(FakeRequest.of(method).session("e1"));

        assertThat(response.sessionId()).isNull();
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(sessions.registry().statistics().opened()).isOne();
        assertThat(sessions.registry().count()).isOne();
    }

    @Test
    void aReplacementWithoutRoomIsRefusedInTheEndpointsPlace() throws Exception {
        sessions = Sessions.limitedTo(1);
        bench = new FilterBench(sessions);
        bench.answering(200, "e1").send(initialize());
        bench.answering((request, response) -> {
            sessions.registry().clear(EndReason.OPERATOR);
            sessions.busy();
            response.setHeader("Mcp-Session-Id", "e2");
            response.getWriter().write("of the endpoint");
        });

        FakeResponse response = bench.send(FakeRequest.post(INITIALIZE).session("e1"));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isNotNull();
        assertThat(response.sessionId()).isNull();
        assertThat(response.text()).contains("\"error\"").doesNotContain("of the endpoint");
        assertThat(sessions.registry().count()).isOne();
    }

    @Test
    void aPostThatIsInFlightWhenItsSessionEndsIsStillAnswered() throws Exception {
        String id = bench.send(initialize()).sessionId();
        bench.answering((request, response) -> {
            sessions.registry().clear(EndReason.OPERATOR);
            response.getWriter().write("owed");
        });

        assertThat(bench.send(call(id)).text()).isEqualTo("owed");
        assertNothingHeld();
    }

    @Test
    void aSessionlessRequestIsGivenNoSession() throws Exception {
        sessions = Sessions.ofBothEras();
        bench = new FilterBench(sessions);
        String id = sessions.issued();
        List<String> seen = new ArrayList<>();
        bench.answering((request, response) -> {
            seen.add(request.getHeader("Mcp-Session-Id"));
            seen.add(request.getHeader("Last-Event-ID"));
            seen.add(new String(request.getInputStream().readAllBytes(), UTF_8));
            response.setHeader("Mcp-Session-Id", "e1");
            response.getWriter().write("{}");
        });

        FakeResponse response = bench.send(
                FakeRequest.post(MODERN_CALL).version("2026-07-28").session(id).header("Last-Event-ID", "7"));

        assertThat(seen).containsExactly(null, null, MODERN_CALL);
        assertThat(response.sessionId()).isNull();
        assertThat(response.text()).isEqualTo("{}");
        assertThat(sessions.registry().count()).isOne();
    }

    @Test
    void aSessionlessRequestWhoseBodyHadToBeReadReachesTheEndpointWhole() throws Exception {
        sessions = Sessions.ofBothEras();
        bench = new FilterBench(sessions);
        List<String> seen = new ArrayList<>();
        bench.answering((request, response) ->
                seen.add(new String(request.getInputStream().readAllBytes(), UTF_8)));

        bench.send(FakeRequest.post(MODERN_CALL).version("2027-01-01"));

        assertThat(seen).containsExactly(MODERN_CALL);
    }

    @Test
    void whereNoSessionIsRequired_aRequestWithoutOneReachesTheEndpointAndIsCounted() throws Exception {
        sessions = Sessions.notRequired();
        bench = new FilterBench(sessions);
        List<String> seen = new ArrayList<>();
        bench.answering((request, response) -> {
            seen.add(new String(request.getInputStream().readAllBytes(), UTF_8));
            response.setHeader("Mcp-Session-Id", "e1");
        });

        FakeResponse response = bench.send(FakeRequest.post(CALL).version("2025-11-25"));

        assertThat(seen).containsExactly(CALL);
        assertThat(response.sessionId()).isNull();
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.registry().usage().byRevision().get("2025-11-25").requests())
                .isOne();
    }

    @Test
    void optionsGoToTheEndpointUntouched() throws Exception {
        FakeRequest request = FakeRequest.of("OPTIONS");
        FakeResponse response = new FakeResponse();
        bench.answering((seenRequest, seenResponse) -> {
            assertThat(seenRequest).isSameAs(request);
            assertThat(seenResponse).isSameAs(response);
        });

        bench.send(request, response);

        assertThat(bench.calls()).isOne();
    }

    @Test
    void withoutItsListenerItSaysWhatIsMissing() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> new McpSessionFilter().init(FakeServletContext.config(FakeServletContext.create())))
                .withMessageContaining("<listener-class>dev.mcpsession.boot.McpSessionListener</listener-class>");
    }

    @Test
    void notInitialized_failsEachRequest() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> new McpSessionFilter().doFilter(initialize(), new FakeResponse(), (request, response) -> {
                            throw new AssertionError("called");
                        }));
    }

    private void assertNothingHeld() {
        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(3);
    }

    private static FakeRequest initialize() {
        return FakeRequest.post(INITIALIZE);
    }

    private static FakeRequest call(String id) {
        return FakeRequest.post(CALL).session(id);
    }
}
