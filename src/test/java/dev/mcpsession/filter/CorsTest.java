package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told, whatever becomes of the request. On the wire it is {@code CorsIT}'s. */
class CorsTest {

    private static final String LISTED = "https://app.example";
    private static final String SESSION_ID = "Mcp-Session-Id";

    private final Sessions sessions = Sessions.allowing(LISTED);
    private final FilterBench bench = new FilterBench(sessions);

    @Test
    void theEndpointsAnswerSaysWhoMayReadIt() throws Exception {
        assertReadable(bench.send(from(LISTED)));
    }

    @Test
    void theFiltersAnswerSaysSoToo() throws Exception {
        assertReadable(bench.send(FakeRequest.post(CALL).session("dead").header("Origin", LISTED)));
    }

    @Test
    void theEndpointDoesNotGetInTheWay() throws Exception {
        FakeResponse response = bench.answering((request, answer) -> {
                    answer.setHeader("Access-Control-Allow-Origin", "*");
                    answer.addHeader("access-control-allow-origin", "https://other.example");
                    answer.addHeader("Access-Control-Expose-Headers", "X-Other");
                    answer.setIntHeader("Access-Control-Max-Age", 1);
                    answer.addIntHeader("Access-Control-Max-Age", 2);
                    answer.setHeader("Vary", "Accept");
                    answer.addHeader("Vary", "origin");
                    answer.setHeader("X-Other", "its own");
                })
                .send(from(LISTED));

        assertReadable(response, "Origin", "Accept");
        assertThat(response.getHeaders("Access-Control-Max-Age")).isEmpty();
        assertThat(response.getHeader("X-Other")).isEqualTo("its own");
    }

    @Test
    void endpointsOwnCorsHeaders_replaced() throws Exception {
        FakeResponse response = bench.answering(
                        (request, answer) -> answer.setHeader("Access-Control-Allow-Origin", "*"))
                .send(FakeRequest.post(INITIALIZE));

        assertUnreadable(response);
    }

    @Test
    void anAnswerThatIsResetIsReadableAllTheSame() throws Exception {
        FakeResponse response = bench.answering((request, answer) -> {
                    answer.setHeader("X-Other", "its own");
                    answer.reset();
                    answer.setStatus(500);
                })
                .send(from(LISTED));

        assertThat(response.getHeader("X-Other")).isNull();
        assertReadable(response);
    }

    @Test
    void theIdThatIsTakenBackLeavesNoTraces() throws Exception {
        FakeResponse response = bench.answering((request, answer) -> {
                    answer.getWriter().write("{}");
                    answer.setStatus(500);
                    answer.sendError(500);
                })
                .send(from(LISTED));

        assertThat(response.sessionId()).isNull();
        assertReadable(response);
    }

    /* The endpoint names a session of another owner: the answer to that replaces what was there. */
    @Test
    void aRefusalInTheEndpointsPlaceIsReadable() throws Exception {
        sessions.registry()
                .reserve(Owner.named("alice"))
                .adopt(Sessions.PATH, "taken", ClientInfo.UNKNOWN)
                .end();

        FakeResponse response = bench.answering(200, "taken").as("bob").send(from(LISTED));

        assertThat(response.getStatus()).isEqualTo(503);
        assertReadable(response);
    }

    @Test
    void twoOriginsAreNoOrigin() throws Exception {
        FakeResponse response = bench.send(from(LISTED).header("Origin", "https://other.example"));

        assertThat(response.getStatus()).isEqualTo(403);
        assertUnreadable(response);
    }

    @Test
    void aPreflightIsAnswered() throws Exception {
        FakeResponse response = bench.send(preflight().header("Origin", LISTED));

        assertThat(response.getStatus()).isEqualTo(204);
        assertReadable(response, "Origin", "Access-Control-Request-Method, Access-Control-Request-Headers");
        assertThat(response.getHeader("Access-Control-Allow-Methods")).isEqualTo("POST, GET, DELETE, OPTIONS");
        assertThat(response.getHeader("Access-Control-Allow-Headers")).contains(SESSION_ID);
        assertThat(bench.calls()).isZero();
    }

    @Test
    void preflight_echoesTheRequestedHeaderNames() throws Exception {
        assertThat(allowedHeaders("x-api-key,traceparent, Mcp-Param-Region ,baggage\t"))
                .endsWith(", x-api-key, traceparent, Mcp-Param-Region, baggage")
                .contains("Mcp-Session-Id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,",
                "*",
                "two words",
                "a\tb",
                "x:y",
                "a;b",
                "\"a\"",
                "\u00e4",
                "a\r\nSet-Cookie:b",
                "a=b",
                "(a)"
            })
    void preflight_echoesNothingThatIsNoHeaderName(String requested) throws Exception {
        assertThat(allowedHeaders(requested)).isEqualTo(allowedHeaders(null));
        assertThat(allowedHeaders("x-a," + requested + ",x-b")).isEqualTo(allowedHeaders("x-a,x-b"));
    }

    @Test
    void preflight_echoesABoundedNumberOfNamesOfBoundedLength() throws Exception {
        String longest = "x".repeat(64);
        assertThat(allowedHeaders(longest)).endsWith(", " + longest);
        assertThat(allowedHeaders(longest + "x")).isEqualTo(allowedHeaders(null));
        assertThat(allowedHeaders("x-a,".repeat(10_000))).isEqualTo(allowedHeaders(null) + ", x-a".repeat(32));
    }

    private String allowedHeaders(String requested) throws Exception {
        FakeRequest preflight = preflight().header("Origin", LISTED);
        return bench.send(requested == null ? preflight : preflight.header("Access-Control-Request-Headers", requested))
                .getHeader("Access-Control-Allow-Headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {LISTED, "null"})
    void noOriginListed_noCorsHeaders(String origin) throws Exception {
        FilterBench plain = new FilterBench(Sessions.standard());
        FakeResponse response = plain.answering((request, answer) -> {
                    answer.setHeader("Access-Control-Allow-Origin", "*");
                    answer.setHeader("Vary", "Accept");
                })
                .send(preflight());

        assertThat(plain.calls()).isEqualTo(1);
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.getHeaders("Vary")).containsExactly("Accept");
        assertThat(plain.send(FakeRequest.post(CALL).header("Origin", origin)).getHeaderNames())
                .noneMatch(name -> name.startsWith("Access-Control") || name.equals("Vary"));
    }

    private static FakeRequest from(String origin) {
        return FakeRequest.post(INITIALIZE).header("Origin", origin);
    }

    private static FakeRequest preflight() {
        return FakeRequest.of("OPTIONS").header("Access-Control-Request-Method", "DELETE");
    }

    private static void assertReadable(FakeResponse response) {
        assertReadable(response, "Origin");
    }

    private static void assertReadable(FakeResponse response, String... vary) {
        assertThat(response.getHeaders("Access-Control-Allow-Origin")).containsExactly(LISTED);
        assertThat(response.getHeaders("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(response.getHeaders("Access-Control-Expose-Headers"))
                .singleElement()
                .asString()
                .contains(SESSION_ID);
        assertThat(response.getHeaders("Vary")).isEqualTo(List.of(vary));
    }

    private static void assertUnreadable(FakeResponse response) {
        assertThat(response.getHeaderNames()).noneMatch(name -> name.startsWith("Access-Control"));
        assertThat(response.getHeaders("Vary")).containsExactly("Origin");
    }

    @Test
    void headersWithoutANameOrAValue_areLeftToTheContainer() {
        assertThatCode(() -> {
                    CorsResponse response = new CorsResponse(
                            new HttpServletResponseWrapper(new FakeResponse()) {
                                @Override
                                public void setHeader(String name, String value) {}

                                @Override
                                public void addHeader(String name, String value) {}

                                @Override
                                public void setIntHeader(String name, int value) {}
                            },
                            LISTED);
                    response.setHeader(null, "x");
                    response.addHeader(null, null);
                    response.setHeader("Vary", null);
                    response.setIntHeader(null, 1);
                })
                .doesNotThrowAnyException();
    }
}
