package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.engine.SessionSnapshot;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 8 to 8d of the wire contract: sessions that are not in memory. */
class ResumptionTest {

    private static final Duration IDLE = Duration.ofMinutes(31);

    private final ForgetfulEndpoint endpoint = new ForgetfulEndpoint();
    private Sessions sessions = Sessions.resumable();
    private FilterBench bench = new FilterBench(sessions).answering(endpoint);

    @Test
    void initialize_sendsASealedId_andNotTheEndpoints() throws Exception {
        FakeResponse opened = send(initialize());

        assertThat(opened.sessionId()).matches("AX?[A-Za-z0-9_-]{60,127}");
        assertThat(send(call("endpoint-1")).getStatus()).isEqualTo(404);
        assertThat(sessions.only().adopted()).isTrue();
    }

    @Test
    void liveSession_endpointSeesItsOwnId() throws Exception {
        String id = open();

        assertThat(send(call(id)).text()).isEqualTo("{\"pong\":true}");
        assertThat(endpoint.asked()).containsExactly("POST endpoint-1 " + CALL);
    }

    @Test
    void endpointRepeatsItsId_clientSeesTheSealedOne() throws Exception {
        String id = open();
        endpoint.calling((request, response) -> response.setHeader("Mcp-Session-Id", "endpoint-1"));

        assertThat(send(call(id)).sessionId()).isEqualTo(id);
    }

    @Test
    void row8a_idleSession_isResumedByAReplay_andTheRequestIsAnswered() throws Exception {
        String id = open();
        sessions.advance(IDLE);

        FakeResponse response = send(call(id).header("Last-Event-ID", "7"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"pong\":true}");
        assertThat(response.containsHeader("Mcp-Session-Id")).isFalse();
        List<String> asked = endpoint.asked();
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0))
                .startsWith("POST null {\"jsonrpc\":\"2.0\",\"id\":\"resume\",\"method\":\"initialize\"")
                .contains("\"clientInfo\":{\"name\":\"probe\",\"version\":\"1.2\"}");
        assertThat(asked.get(1))
                .isEqualTo("POST endpoint-2 {\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(asked.get(2)).isEqualTo("POST endpoint-2 " + CALL);
        assertThat(sessions.registry().statistics().resumed()).isOne();
        assertThat(sessions.registry().statistics().opened()).isOne();
        assertThat(sessions.registry().statistics().suspended()).isOne();
    }

    @Test
    void row8a_lastEventIdReachesTheEndpointOfALiveSessionOnly() throws Exception {
        List<String> seen = new ArrayList<>();
        endpoint.calling((request, response) -> seen.add(request.getHeader("Last-Event-ID")));
        String id = open();

        send(get(id).header("Last-Event-ID", "1"));
        sessions.advance(IDLE);
        send(get(id).header("Last-Event-ID", "2"));
        send(get(id).header("Last-Event-ID", "3"));

        assertThat(seen).containsExactly("1", null, "3");
    }

    @Test
    void row8a_otherNodeOrRestart_resumesUnderTheSameHandleAndTime() throws Exception {
        String id = open();
        SessionSnapshot before = sessions.only();
        restart();
        sessions.advance(Duration.ofHours(1));

        assertThat(send(call(id)).getStatus()).isEqualTo(200);
        assertThat(sessions.only().handle()).isEqualTo(before.handle());
        assertThat(sessions.only().created()).isEqualTo(before.created());
        assertThat(sessions.only().clientName()).isEqualTo("probe");
        assertThat(sessions.only().protocolVersion()).isEqualTo("2025-11-25");
        assertThat(sessions.only().established()).isTrue();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void row8a_issuedSession_isResumedWithoutTheEndpoint() throws Exception {
        List<String> asked = new ArrayList<>();
        bench.answering((request, response) -> asked.add(request.getHeader("Mcp-Session-Id")));
        String id = bench.send(initialize()).sessionId();
        restart();
        bench.answering((request, response) -> asked.add(request.getHeader("Mcp-Session-Id")));

        assertThat(bench.send(call(id)).getStatus()).isEqualTo(200);
        assertThat(asked).containsExactly(null, id);
        assertThat(sessions.only().clientName()).isEqualTo("probe");
        assertThat(sessions.only().adopted()).isFalse();
    }

    @Test
    void row8a_whileDraining_isResumed() throws Exception {
        String id = open();
        restart();
        sessions.registry().admission().setAccepting(false);

        assertThat(send(call(id)).getStatus()).isEqualTo(200);
        assertThat(send(initialize()).getStatus()).isEqualTo(503);
    }

    @Test
    void row8a_asynchronousEndpoint_isResumed() throws Exception {
        String id = open();
        endpoint.opening(endpoint::openLater);
        sessions.advance(IDLE);

        assertThat(send(call(id)).getStatus()).isEqualTo(200);
    }

    @Test
    void row8a_endpointAnswersWithAnEventStream_isResumed() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> {
            response.setHeader("Mcp-Session-Id", endpoint.name());
            response.setContentType("text/event-stream");
            response.getOutputStream()
                    .write(("id: 1\ndata:\n\n: comment\nevent: message\ndata: " + ForgetfulEndpoint.RESULT + "\n\n")
                            .getBytes(UTF_8));
        });
        sessions.advance(IDLE);

        assertThat(send(call(id)).getStatus()).isEqualTo(200);
    }

    @Test
    void row8a_replay_hasTheCallersCredentials_andOtherHeadersOfItsOwn() throws Exception {
        String id = open();
        List<String> seen = new ArrayList<>();
        endpoint.opening((request, response) -> {
            seen.add(request.getHeader("Authorization"));
            seen.add(request.getHeader("Accept"));
            seen.add(request.getHeader("Content-Type"));
            seen.add(request.getHeader("MCP-Protocol-Version"));
            seen.add(request.getHeader("Expect"));
            endpoint.open(request, response);
        });
        sessions.advance(IDLE);

        send(call(id).header("Authorization", "Bearer 1")
                .header("Accept", "*/*")
                .header("Expect", "100-continue"));

        assertThat(seen)
                .containsExactly("Bearer 1", "application/json, text/event-stream", "application/json", null, null);
    }

    @Test
    void row8a_nothingOfTheReplayReachesTheClient() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> {
            response.setHeader("X-Replay", "1");
            request.setAttribute("replay", "1");
            endpoint.open(request, response);
        });
        sessions.advance(IDLE);
        FakeRequest request = call(id);

        FakeResponse response = send(request);

        assertThat(response.containsHeader("X-Replay")).isFalse();
        assertThat(response.text()).isEqualTo("{\"pong\":true}");
        assertThat(request.getAttribute("replay")).isNull();
    }

    @Test
    void row8b_delete_isAnswered204_andTheSessionIsGone() throws Exception {
        String id = open();
        sessions.advance(IDLE);

        assertThat(send(delete(id)).getStatus()).isEqualTo(204);
        assertThat(posts()).isEmpty();
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        assertThat(send(delete(id)).getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 404, 410})
    void deleteOfALiveSession_isNotResumedAfterwards(int status) throws Exception {
        String id = open();
        bench.answering(status, null);
        assertThat(bench.send(delete(id)).getStatus()).isEqualTo(status);
        bench.answering(endpoint);

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    /** The endpoint forgets its session before its response to the DELETE has left. */
    @Test
    void resumedWhileItsDeleteIsInFlight_isNotLiveAfterwards() throws Exception {
        String id = open();
        bench.answering((request, response) -> {
            endpoint.answer(request, response);
            bench.answering(endpoint);
            assertThat(send(call(id)).getStatus()).isEqualTo(404);
            assertThat(send(call(id)).getStatus()).isEqualTo(200);
        });

        assertThat(send(delete(id)).getStatus()).isEqualTo(200);

        assertThat(sessions.registry().count()).isZero();
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        assertThat(endpoint.asked()).as("the release of the resumed one").contains("DELETE endpoint-2 ");
    }

    @Test
    void deleteThatTheEndpointRefuses_leavesTheSession() throws Exception {
        String id = open();
        bench.answering(405, null);
        assertThat(bench.send(delete(id)).getStatus()).isEqualTo(405);
        bench.answering(endpoint);
        sessions.advance(IDLE);

        assertThat(send(call(id)).getStatus()).isEqualTo(200);
    }

    @Test
    void operatorEndsALiveSession_isNotResumed() throws Exception {
        String id = open();

        assertThat(sessions.registry().endByHandle(sessions.only().handle(), EndReason.OPERATOR))
                .isTrue();
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    @Test
    void operatorEndsASessionThatIsNotInMemory_isNotResumed() throws Exception {
        String id = open();
        String handle = sessions.only().handle();
        sessions.advance(IDLE);
        sessions.registry().sweep();

        sessions.registry().endByHandle(handle, EndReason.OPERATOR);

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"P6DT23H59M59S, 200", "P7D, 404"})
    void resumeWithin_countsFromTheOpening(Duration age, int status) throws Exception {
        String id = open();
        sessions.advance(age);

        assertThat(send(call(id)).getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"PT59M59S, 200", "PT1H, 404"})
    void maxLifetime_holdsAcrossRestarts(Duration age, int status) throws Exception {
        String id = open();
        restart();
        sessions.registry().changeTimeouts(timeouts -> timeouts.withLifetime(Duration.ofHours(1)));
        sessions.advance(age);

        assertThat(send(call(id)).getStatus()).isEqualTo(status);
    }

    @Test
    void resumedSession_endsWithItsLifetime() throws Exception {
        sessions.registry().changeTimeouts(timeouts -> timeouts.withLifetime(Duration.ofMinutes(50)));
        String id = open();
        sessions.advance(Duration.ofMinutes(40));
        assertThat(send(call(id)).getStatus()).isEqualTo(200);

        sessions.advance(Duration.ofMinutes(10));

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    @Test
    void otherOwner_isAnswered404_theOwnerIsNot() throws Exception {
        bench.as("alice");
        String id = open();
        restart();

        assertThat(send(bench.as("bob"), call(id)).getStatus()).isEqualTo(404);
        assertThat(send(bench.as(null), call(id)).getStatus()).isEqualTo(404);
        assertThat(send(bench.as("bob"), delete(id)).getStatus()).isEqualTo(404);
        assertThat(send(bench.as("alice"), call(id)).getStatus()).isEqualTo(200);
        assertThat(send(bench.as("bob"), call(id)).getStatus()).isEqualTo(404);
    }

    @Test
    void anonymousSessionThatGotAnOwner_isOnlyResumedByIt() throws Exception {
        String id = open();
        assertThat(send(bench.as("alice"), call(id)).getStatus()).isEqualTo(200);
        sessions.advance(IDLE);

        assertThat(send(bench.as("bob"), call(id)).getStatus()).isEqualTo(404);
        assertThat(send(bench.as(null), call(id)).getStatus()).isEqualTo(404);
        assertThat(send(bench.as("alice"), call(id)).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 302, 400, 401, 404})
    void row8c_endpointRefuses_isAnswered404(int status) throws Exception {
        String id = open();
        endpoint.opening((request, response) -> response.setStatus(status));
        sessions.advance(IDLE);

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        assertNothingHeld();
    }

    @Test
    void row8c_endpointAgreesOnAnotherVersionThanTheRequest_isAnswered404_andReleased() throws Exception {
        String id = open();
        sessions.advance(IDLE);

        assertThat(send(call(id).header("MCP-Protocol-Version", "2025-06-18")).getStatus())
                .isEqualTo(404);
        assertThat(sessions.registry().releases().waiting()).isPositive();
        assertThat(send(call(id).header("MCP-Protocol-Version", "2025-11-25")).getStatus())
                .isEqualTo(200);
    }

    /** The client of the official Java SDK names its newest version with a GET. */
    @Test
    void row8a_getThatNamesAnotherVersion_isResumed() throws Exception {
        String id = open();
        sessions.advance(IDLE);

        assertThat(send(get(id).header("MCP-Protocol-Version", "2025-06-18")).getStatus())
                .isEqualTo(200);
    }

    @Test
    void row8b_sessionThatAnotherThreadHasResumed_endsAndIsReleased() throws Exception {
        String id = open();
        sessions.advance(IDLE);
        send(call(id));
        while (sessions.registry().releases().take() != null) {
            // Those of before.
        }

        sessions.registry().endSuspended("/mcp", id);

        assertThat(sessions.registry().count()).isZero();
        assertThat(sessions.registry().releases().take().id()).isEqualTo("endpoint-2");
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    @Test
    void row8c_initializeWithTheId_opensAnotherSession() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> {
            if (request.getHeader("Mcp-Session-Id") == null && request.getHeader("X-Client") == null) {
                response.setStatus(400);
            } else {
                endpoint.open(request, response);
            }
        });
        sessions.advance(IDLE);

        FakeResponse response = bench.send(
                FakeRequest.post(INITIALIZE).session(id).leadingTo(refusing()).header("X-Client", "1"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.sessionId()).isNotNull().isNotEqualTo(id);
    }

    @Test
    void row8d_endpointFails_isAnswered503_andTheIdStaysGood() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> response.sendError(500));
        sessions.advance(IDLE);

        FakeResponse failed = send(call(id));
        assertThat(failed.getStatus()).isEqualTo(503);
        assertThat(failed.getHeader("Retry-After")).isEqualTo("1");
        assertNothingHeld();
        endpoint.opening((request, response) -> {
            throw new IllegalStateException("failed");
        });
        assertThat(send(call(id)).getStatus()).isEqualTo(503);

        endpoint.opening(endpoint::open);
        assertThat(send(call(id)).getStatus()).isEqualTo(200);
    }

    @Test
    void row8d_threeFailuresInARow_endpointIsLeftAlone() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> response.sendError(500));
        sessions.advance(IDLE);
        for (int i = 0; i < 3; i++) {
            assertThat(send(call(id)).getStatus()).isEqualTo(503);
        }
        assertThat(posts()).hasSize(3);

        assertThat(send(call(id)).getStatus()).isEqualTo(503);
        assertThat(posts()).isEmpty();
    }

    @Test
    void row8d_initializedIsNotAccepted_theEndpointSessionIsReleased() throws Exception {
        String id = open();
        endpoint.opening((request, response) -> {
            endpoint.open(request, response);
            endpoint.forget();
        });
        sessions.advance(IDLE);

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        assertThat(sessions.registry().releases().waiting()).isPositive();
        assertNothingHeld();
    }

    @Test
    void row8d_noPermit_isAnswered503() throws Exception {
        sessions = Sessions.resumable(1);
        bench = new FilterBench(sessions).answering(endpoint);
        String id = open();
        sessions.advance(IDLE);
        sessions.registry().sweep();
        sessions.busy();

        assertThat(send(call(id)).getStatus()).isEqualTo(503);
        assertThat(posts()).isEmpty();
    }

    @Test
    void fewerPlacesThanSessions_costsNoClientItsSession() throws Exception {
        sessions = Sessions.resumable(2);
        bench = new FilterBench(sessions).answering(endpoint);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(open());
            sessions.advance(Duration.ofMinutes(2));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(send(call(ids.get(i % 4))).getStatus()).isEqualTo(200);
            assertThat(sessions.registry().count()).isLessThanOrEqualTo(2);
        }
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void endpointForgetsTheSession_its404IsPassedOn_andTheNextRequestResumes() throws Exception {
        String id = open();
        endpoint.forget();

        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        assertThat(sessions.registry().count()).isZero();
        assertThat(send(call(id)).getStatus()).isEqualTo(200);
    }

    @Test
    void endpointGivesANewId_clientGetsANewSealedOne_andTheOldIsGone() throws Exception {
        String id = open();
        endpoint.calling((request, response) -> response.setHeader("Mcp-Session-Id", endpoint.name()));
        String replacement = send(call(id)).sessionId();
        endpoint.calling((request, response) -> {});

        assertThat(replacement).startsWith("A").isNotEqualTo(id);
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
        sessions.advance(IDLE);
        assertThat(send(call(replacement)).getStatus()).isEqualTo(200);
    }

    @Test
    void clientSaysTooMuch_sessionIsNamedAtRandom_andNotResumed() throws Exception {
        StringBuilder capabilities = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            capabilities
                    .append("\"")
                    .append(Integer.toHexString(i * 7919 + 65536))
                    .append("\":{},");
        }
        FakeRequest large = FakeRequest.post(
                INITIALIZE.replace("\"capabilities\":{", "\"capabilities\":{" + capabilities + "\"x\":{}"));

        String id = send(large).sessionId();

        assertThat(id).matches("[A-Za-z0-9_-]{43}");
        assertThat(send(call(id)).getStatus()).isEqualTo(200);
        assertThat(sessions.registry().statistics().unsealable()).isOne();
        sessions.advance(IDLE);
        assertThat(send(call(id)).getStatus()).isEqualTo(404);
    }

    @Test
    void evictedSession_isReleasedUnderTheEndpointsId() throws Exception {
        open();
        sessions.advance(IDLE);
        sessions.registry().sweep();

        assertThat(sessions.registry().releases().take().id()).isEqualTo("endpoint-1");
    }

    @Test
    void endpointNamesTwoSessionsOfOneOwnerAlike_theyAreOne() throws Exception {
        endpoint.opening((request, response) -> {
            response.setHeader("Mcp-Session-Id", "always");
            response.getWriter().write(ForgetfulEndpoint.RESULT);
        });

        assertThat(open()).isEqualTo(open());
        assertThat(sessions.registry().count()).isOne();
        assertThat(send(bench.as("bob"), initialize()).getStatus()).isEqualTo(503);
    }

    @Test
    void stream_tellsTheClientToComeBack() throws Exception {
        endpoint.calling((request, response) -> {
            response.setContentType("text/event-stream");
            request.startAsync();
        });
        String id = open();

        assertThat(send(get(id)).text()).isEqualTo("retry: 5000\n\n");
    }

    private void assertNothingHeld() {
        assertThat(sessions.registry().admission().permitsTaken()).isZero();
        assertThat(sessions.registry().count()).isZero();
    }

    /** The same keys, and nothing else. */
    private void restart() {
        sessions = Sessions.resumable();
        bench = new FilterBench(sessions).answering(endpoint);
        endpoint.forget();
    }

    /** What the endpoint was asked, releases aside. */
    private List<String> posts() {
        return endpoint.asked().stream().filter(line -> line.startsWith("POST")).toList();
    }

    private String open() throws Exception {
        String id = send(initialize()).sessionId();
        endpoint.asked();
        return id;
    }

    private FakeResponse send(FakeRequest request) throws IOException, ServletException {
        return send(bench, request);
    }

    private FakeResponse send(FilterBench through, FakeRequest request) throws IOException, ServletException {
        return through.send(request.leadingTo(endpoint));
    }

    private static ForgetfulEndpoint refusing() {
        return new ForgetfulEndpoint().opening((request, response) -> response.setStatus(400));
    }

    private static FakeRequest initialize() {
        return FakeRequest.post(INITIALIZE);
    }

    private static FakeRequest call(String id) {
        return FakeRequest.post(CALL).session(id);
    }

    private static FakeRequest get(String id) {
        return FakeRequest.get().session(id);
    }

    private static FakeRequest delete(String id) {
        return FakeRequest.delete().session(id);
    }
}
