package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpsession.McpSession;
import dev.mcpsession.engine.EndReason;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests that tell the endpoint of the end of other sessions. */
class ReleaserTest {

    /** Methods that only tell something, and rewriting of URLs, which the carrier's response does as well as any. */
    private static final Set<String> HARMLESS =
            Set.of("getLocale", "getTrailerFields", "encodeURL", "encodeRedirectURL");

    private final Sessions sessions = Sessions.standard();
    private final FilterBench bench = new FilterBench(sessions);
    private final List<String> released = new ArrayList<>();

    @Test
    void anInitializeTakesEightAlong() throws Exception {
        end(10);

        bench.answering(200, null).send(carrier(Sessions.INITIALIZE));

        assertThat(released).hasSize(8).doesNotHaveDuplicates();
        assertThat(sessions.registry().releases().waiting()).isEqualTo(2);
    }

    @Test
    void anotherPostTakesOneAlong() throws Exception {
        end(10);

        bench.send(carrier(Sessions.CALL).session(sessions.adopted("carrier")));

        assertThat(released).hasSize(1);
    }

    @Test
    void aGetTakesNoneAlong() throws Exception {
        end(1);

        bench.send(leading(FakeRequest.get().session(sessions.adopted("carrier"))));

        assertThat(released).isEmpty();
    }

    @Test
    void aRefusedRequestTakesNoneAlong() throws Exception {
        end(1);

        bench.send(carrier(Sessions.CALL).session("nobody's"));
        bench.send(carrier(Sessions.CALL));

        assertThat(released).isEmpty();
    }

    @Test
    void theEndpointSeesADeleteOfNobodysInParticular() throws Exception {
        end(1);
        String carrier = sessions.adopted("carrier");
        boolean[] seen = {false};
        FakeRequest request = FakeRequest.post(Sessions.CALL)
                .session(carrier)
                .header("Authorization", "Bearer secret")
                .header("Cookie", "a=b")
                .header("Last-Event-ID", "7")
                .header("X-Trace", "kept")
                .leadingTo(including((included, response) -> {
                    seen[0] = true;
                    assertThat(included.getMethod()).isEqualTo("DELETE");
                    assertThat(included.getHeader("mcp-session-id")).isEqualTo("ended-0");
                    assertThat(Collections.list(included.getHeaders("Mcp-Session-Id"))).containsExactly("ended-0");
                    assertThat(Collections.list(included.getHeaderNames()))
                            .containsExactlyInAnyOrder("X-Trace", "Mcp-Session-Id");
                    assertThat(included.getHeader("authorization")).isNull();
                    assertThat(included.getCookies()).isNull();
                    assertThat(included.getUserPrincipal()).isNull();
                    assertThat(included.getRemoteUser()).isNull();
                    assertThat(included.getAuthType()).isNull();
                    assertThat(included.isUserInRole("admin")).isFalse();
                    assertThat(included.getSession(false)).isNull();
                    assertThatIllegalStateException().isThrownBy(included::getSession);
                    assertThat(included.getRequestedSessionId()).isNull();
                    assertThat(included.getQueryString()).isNull();
                    assertThat(included.getParameterMap()).isEmpty();
                    assertThat(included.getInputStream().readAllBytes()).isEmpty();
                    assertThat(included.getContentLengthLong()).isZero();
                    assertThat(included.isAsyncSupported()).isFalse();
                    assertThatIllegalStateException().isThrownBy(included::startAsync);
                    assertThat(included.getAttribute(McpSession.ATTRIBUTE)).isNotNull();
                }));

        bench.send(request);

        assertThat(seen[0]).isTrue();
    }

    @Test
    void nothingOfItsAnswerReachesTheCarriers() throws Exception {
        end(1);
        FakeRequest request = FakeRequest.post(Sessions.CALL).session(sessions.adopted("carrier"))
                .leadingTo(including((included, response) -> {
                    response.setStatus(500);
                    response.setHeader("X-Of", "the DELETE");
                    response.addCookie(new Cookie("a", "b"));
                    response.setContentType("text/html");
                    response.setContentLength(4);
                    response.setTrailerFields(() -> Map.of("X", "Y"));
                    response.getWriter().print("gone");
                    response.getOutputStream().write('!');
                    response.flushBuffer();
                    response.sendError(404, "gone");
                    response.sendRedirect("/elsewhere");
                    response.reset();
                }));

        FakeResponse response = bench.answering((asked, answer) -> answer.getWriter().write("mine")).send(request);

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("mine");
        assertThat(response.getHeader("X-Of")).isNull();
    }

    @Test
    void anEndpointThatThrowsIsNotTheCarriersConcern() throws Exception {
        end(1);
        FakeRequest request = FakeRequest.post(Sessions.CALL).session(sessions.adopted("carrier"))
                .leadingTo(including((included, response) -> {
                    throw new ServletException("As told");
                }));

        assertThat(bench.answering(200, null).send(request).getStatus()).isEqualTo(200);
        assertThat(bench.calls()).isOne();
    }

    /** A method that is forgotten would go through to the carrier. */
    @Test
    void everyMethodThatCouldTouchTheCarriersAnswerIsCutOff() {
        List<String> own = Stream.of(SwallowedResponse.class.getDeclaredMethods()).map(ReleaserTest::signature).toList();

        assertThat(Stream.of(HttpServletResponse.class.getMethods())
                        .filter(method -> !HARMLESS.contains(method.getName()))
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(ReleaserTest::signature))
                .isSubsetOf(own);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** Adopted sessions that an operator has ended. */
    private void end(int count) {
        for (int i = 0; i < count; i++) {
            sessions.adopted("ended-" + i);
        }
        sessions.registry().clear(EndReason.OPERATOR);
    }

    private FakeRequest carrier(String body) {
        return leading(FakeRequest.post(body));
    }

    private FakeRequest leading(FakeRequest request) {
        return request.leadingTo(
                including((included, response) -> released.add(included.getHeader("Mcp-Session-Id"))));
    }

    private static RequestDispatcher including(FilterBench.Endpoint endpoint) {
        return new RequestDispatcher() {
            @Override
            public void forward(ServletRequest request, ServletResponse response) {
                throw new AssertionError("A forward would be the carrier's answer");
            }

            @Override
            public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
                endpoint.answer((HttpServletRequest) request, (HttpServletResponse) response);
            }
        };
    }
}
