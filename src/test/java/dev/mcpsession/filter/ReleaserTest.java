package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpsession.McpSession;
import dev.mcpsession.engine.EndReason;
import dev.mcpsession.engine.PendingRelease;
import dev.mcpsession.engine.Session;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that tell the endpoint of the end of other sessions. */
class ReleaserTest {

    /** Methods that only tell something, and rewriting of URLs, which the carrier's response does as well as any. */
    private static final Set<String> HARMLESS =
            Set.of("getLocale", "getTrailerFields", "encodeURL", "encodeRedirectURL");

    /** What a DELETE of the same client to the same application would tell as well. */
    private static final Set<String> CONNECTION_AND_PLACE = Set.of(
            "getAttribute",
            "getAttributeNames",
            "setAttribute",
            "removeAttribute",
            "getHeaderNames",
            "getRequestURI",
            "getRequestURL",
            "getContextPath",
            "getServletPath",
            "getPathInfo",
            "getPathTranslated",
            "getHttpServletMapping",
            "getServletContext",
            "getRequestDispatcher",
            "getDispatcherType",
            "getProtocol",
            "getScheme",
            "isSecure",
            "getServerName",
            "getServerPort",
            "getLocalAddr",
            "getLocalName",
            "getLocalPort",
            "getRemoteAddr",
            "getRemoteHost",
            "getRemotePort",
            "getLocale",
            "getLocales",
            "getRequestId",
            "getProtocolRequestId",
            "getServletConnection");

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

    /* A client may open sessions at paths to which nobody else ever comes. */
    @Test
    void whatEndedAtOtherPathsIsTakenAlongToo() throws Exception {
        sessions.adopted("below", "/mcp/below");
        sessions.adopted("elsewhere", "/other/mcp");
        sessions.adopted("spelled", "/mcp/a b");
        sessions.registry().clear(EndReason.OPERATOR);
        List<String> paths = new ArrayList<>();

        bench.answering(200, null).send(FakeRequest.post(Sessions.INITIALIZE).leadingTo(path -> {
            paths.add(path);
            return including((included, response) -> released.add(included.getHeader("Mcp-Session-Id")));
        }));

        assertThat(released).containsExactlyInAnyOrder("below", "elsewhere", "spelled");
        assertThat(paths).containsExactlyInAnyOrder("/mcp/below", "/other/mcp", "/mcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/%20", "/a;b", "//", "/é", "/a?b"})
    void aRequestAtAnOddPathTakesNoneAlong(String pathInfo) throws Exception {
        end(1);
        sessions.adopted("carrier", "/mcp" + pathInfo);

        bench.send(FakeRequest.post(Sessions.CALL)
                .path("/mcp", pathInfo)
                .session("carrier")
                .leadingTo(path -> {
                    throw new AssertionError(path);
                }));

        assertThat(sessions.registry().releases().waiting()).isOne();
    }

    @Test
    void whereNoPathLeadsThereTheCarrierGoesOn() throws Exception {
        end(1);
        FakeRequest carrier = FakeRequest.post(Sessions.CALL)
                .session(sessions.adopted("carrier"))
                .leadingTo(path -> null);

        assertThat(bench.answering(200, null).send(carrier).getStatus()).isEqualTo(200);
    }

    /* As a container does it: the paths of the include are attributes of the request. */
    @Test
    void theEndpointSeesThePathOfTheEndedSession() throws Exception {
        sessions.adopted("ended", "/mcp/below");
        sessions.registry().clear(EndReason.OPERATOR);
        List<String> seen = new ArrayList<>();
        FakeRequest carrier = FakeRequest.post(Sessions.INITIALIZE);
        carrier.leadingTo(path -> including((included, response) -> {
            carrier.setAttribute(RequestDispatcher.INCLUDE_REQUEST_URI, "/app/mcp/below");
            carrier.setAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH, "/mcp");
            carrier.setAttribute(RequestDispatcher.INCLUDE_PATH_INFO, "/below");
            seen.addAll(List.of(
                    included.getRequestURI(),
                    included.getRequestURL().toString(),
                    included.getServletPath(),
                    included.getPathInfo()));
        }));

        bench.answering(200, null).send(carrier);

        assertThat(seen).containsExactly("/app/mcp/below", "http://any.example/app/mcp/below", "/mcp", "/below");
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
                .header("Proxy-Authorization", "Basic secret")
                .header("Origin", "http://any.example")
                .header("Host", "any.example")
                .header("Content-Type", "application/json")
                .header("Content-Length", String.valueOf(Sessions.CALL.length()))
                .header("Content-Encoding", "identity")
                .header("Transfer-Encoding", "chunked")
                .header("Expect", "100-continue")
                .header("MCP-Protocol-Version", "2025-11-25")
                .header("Last-Event-ID", "7")
                .header("X-Trace", "kept")
                .leadingTo(including((included, response) -> {
                    seen[0] = true;
                    assertThat(included.getMethod()).isEqualTo("DELETE");
                    assertThat(included.getHeader("mcp-session-id")).isEqualTo("ended-0");
                    assertThat(Collections.list(included.getHeaders("Mcp-Session-Id")))
                            .containsExactly("ended-0");
                    assertThat(Collections.list(included.getHeaderNames()))
                            .containsExactlyInAnyOrder("Host", "X-Trace", "Mcp-Session-Id");
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
                    assertThat(included.getReader().read()).isEqualTo(-1);
                    assertThat(included.getContentLength()).isZero();
                    assertThat(included.getContentType()).isNull();
                    assertThat(included.getParameter("p")).isNull();
                    assertThat(included.getParameterValues("p")).isNull();
                    assertThat(included.getParameterNames().hasMoreElements()).isFalse();
                    assertThat(included.isAsyncStarted()).isFalse();
                    assertThat(included.getAttribute(McpSession.ATTRIBUTE))
                            .isInstanceOfSatisfying(
                                    Session.class,
                                    ended -> assertThat(ended.id()).isEqualTo("ended-0"));
                }));

        bench.send(request);

        assertThat(seen[0]).isTrue();
    }

    /** A method that is forgotten would tell of the carrier, or do something to it. */
    @Test
    void nothingOfTheCarriersIsReachedButItsConnectionAndPlace() {
        sessions.adopted("ended");
        sessions.registry().clear(EndReason.OPERATOR);
        PendingRelease ended =
                Objects.requireNonNull(sessions.registry().releases().take());
        Set<String> reached = new TreeSet<>();

        callAll(HttpServletRequest.class, new ReleaseRequest(recording(HttpServletRequest.class, reached), ended));

        assertThat(reached).isSubsetOf(CONNECTION_AND_PLACE);
    }

    private static <T> T recording(Class<T> type, Set<String> reached) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    reached.add(method.getName());
                    return valueOf(method.getReturnType());
                }));
    }

    private static <T> void callAll(Class<T> type, T target) {
        Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .forEach(method -> call(target, method));
    }

    @SuppressWarnings("JdkObsolete") // getRequestURL() gives a StringBuffer
    private static Object valueOf(Class<?> type) {
        if (type == boolean.class) {
            return true;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == String.class) {
            return "Content-Length";
        } else if (type == StringBuffer.class) {
            return new StringBuffer("http://any.example/Content-Length");
        }
        return type == Enumeration.class ? Collections.emptyEnumeration() : null;
    }

    private static void call(Object target, Method method) {
        Object[] arguments =
                Stream.of(method.getParameterTypes()).map(ReleaserTest::valueOf).toArray();
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause())
                    .as(method.toString())
                    .isInstanceOfAny(IllegalStateException.class, ServletException.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingOfItsAnswerReachesTheCarriers() throws Exception {
        end(1);
        FakeRequest request = FakeRequest.post(Sessions.CALL)
                .session(sessions.adopted("carrier"))
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
                    assertThat(response.getStatus()).isEqualTo(500);
                    response.sendError(404, "gone");
                    assertThat(response.getStatus()).isEqualTo(404);
                    response.sendError(410);
                    assertThat(response.getStatus()).isEqualTo(410);
                    response.sendRedirect("/elsewhere");
                    response.reset();
                }));

        FakeResponse response = bench.answering(
                        (asked, answer) -> answer.getWriter().write("mine"))
                .send(request);

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("mine");
        assertThat(response.getHeader("X-Of")).isNull();
    }

    @Test
    void anEndpointThatThrowsIsNotTheCarriersConcern() throws Exception {
        end(1);
        FakeRequest request = FakeRequest.post(Sessions.CALL)
                .session(sessions.adopted("carrier"))
                .leadingTo(including((included, response) -> {
                    throw new ServletException("As told");
                }));

        assertThat(bench.answering(200, null).send(request).getStatus()).isEqualTo(200);
        assertThat(bench.calls()).isOne();
    }

    /** A method that is forgotten would go through to the carrier. */
    @Test
    void nothingOfTheCarriersAnswerIsReachedButWhatIsHarmless() {
        Set<String> reached = new TreeSet<>();

        callAll(HttpServletResponse.class, new SwallowedResponse(recording(HttpServletResponse.class, reached)));

        assertThat(reached).isSubsetOf(HARMLESS);
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
        return request.leadingTo(including((included, response) -> released.add(included.getHeader("Mcp-Session-Id"))));
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
