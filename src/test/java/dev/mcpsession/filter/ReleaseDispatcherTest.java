package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpsession.EndReason;
import dev.mcpsession.LogLines;
import dev.mcpsession.McpSession;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.PendingRelease;
import dev.mcpsession.engine.Session;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
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
import java.time.Duration;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests during which other sessions are released. */
class ReleaseDispatcherTest {

    /** Methods that only tell something, and rewriting of URLs, which the response of the host request does as well. */
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
    void refusedRequest_releasesOneSessionAfterItsResponse() throws Exception {
        end(3);
        FakeResponse response = new FakeResponse();
        FakeRequest host = FakeRequest.post(Sessions.CALL).session("unknown").leadingTo(including((asked, answer) -> {
            assertThat(response.isCommitted()).isTrue();
            released.add(asked.getHeader("Mcp-Session-Id"));
        }));

        bench.send(host, response);

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(released).containsExactly("ended-0");
        assertThat(sessions.registry().releases().waiting()).isEqualTo(2);
    }

    @Test
    void requestsThatTheFilterAnswersItself_areHosts() throws Exception {
        Sessions listing = Sessions.allowing("https://app.example");
        FilterBench cors = new FilterBench(listing);
        String issued = listing.issued();
        end(listing, 6);

        cors.send(leading(FakeRequest.get()));
        cors.send(leading(FakeRequest.of("PUT")));
        cors.send(leading(FakeRequest.post(Sessions.CALL).origin("https://evil.example")));
        cors.send(leading(FakeRequest.of("OPTIONS")
                .origin("https://app.example")
                .header("Access-Control-Request-Method", "POST")));
        cors.send(leading(FakeRequest.delete().session(issued)));

        assertThat(cors.calls()).isZero();
        assertThat(released).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void postBeforeFiveSecondsHavePassed_releasesNone() throws Exception {
        end(1);
        sessions.advance(Duration.ofMillis(4_999));

        bench.answering(200, null).send(leading(FakeRequest.post(Sessions.INITIALIZE)));
        bench.send(leading(FakeRequest.post(Sessions.CALL).session(sessions.adopted("host"))));

        assertThat(bench.calls()).isEqualTo(2);
        assertThat(released).isEmpty();
    }

    @Test
    void synchronousPostAfterFiveSeconds_releasesOneAfterItsEndpoint() throws Exception {
        end(3);
        sessions.advance(Duration.ofSeconds(5));
        FakeResponse response = new FakeResponse();
        bench.answering((asked, answer) -> {
            assertThat(released).isEmpty();
            answer.getWriter().write("mine");
        });
        FakeRequest host = FakeRequest.post(Sessions.INITIALIZE).leadingTo(including((asked, answer) -> {
            assertThat(response.isCommitted()).isTrue();
            assertThat(sessions.inFlight())
                    .as("the exchange of the host request has ended")
                    .isZero();
            released.add(asked.getHeader("Mcp-Session-Id"));
        }));

        bench.send(host, response);

        assertThat(response.text()).isEqualTo("mine");
        assertThat(response.sessionId()).isNotNull();
        assertThat(released).containsExactly("ended-0");
    }

    @Test
    void asynchronousPost_releasesNone() throws Exception {
        end(1);
        sessions.advance(Duration.ofMinutes(1));

        bench.answering((asked, answer) -> asked.startAsync())
                .send(leading(FakeRequest.post(Sessions.CALL).session(sessions.adopted("host"))));

        assertThat(released).isEmpty();
    }

    @Test
    void postThatFails_releasesNone() throws Exception {
        end(1);
        sessions.advance(Duration.ofMinutes(1));
        String host = sessions.adopted("host");

        bench.answering((asked, answer) -> answer.sendError(500))
                .send(leading(FakeRequest.post(Sessions.CALL).session(host)));
        assertThatIllegalStateException()
                .isThrownBy(() -> bench.answering((asked, answer) -> {
                            throw new IllegalStateException("As told");
                        })
                        .send(leading(FakeRequest.post(Sessions.CALL).session(host))));

        assertThat(released).isEmpty();
    }

    @Test
    void getOrDeleteThatTheEndpointAnswers_releasesNone() throws Exception {
        end(2);
        sessions.advance(Duration.ofMinutes(1));
        String host = sessions.adopted("host");

        bench.send(leading(FakeRequest.get().session(host)));
        bench.send(leading(FakeRequest.delete().session(host)));

        assertThat(bench.calls()).isEqualTo(2);
        assertThat(released).isEmpty();
    }

    /* With initialize alone, all answered 200, and as many sessions evicted. */
    @Test
    void floodOfInitialize_drainsTheQueue() throws Exception {
        end(50);
        for (int i = 0; i < 100; i++) {
            sessions.advance(Duration.ofMillis(100));
            bench.answering(200, null).send(leading(FakeRequest.post(Sessions.INITIALIZE)));
        }

        assertThat(released).hasSize(50).doesNotHaveDuplicates();
        assertThat(sessions.registry().releases().waiting()).isZero();
    }

    /* A client may open sessions at paths to which no other request ever comes. */
    @Test
    void sessionsOfOtherPaths_areReleasedAtTheirOwnPath() throws Exception {
        sessions.adopted("below", "/mcp/below");
        sessions.adopted("elsewhere", "/other/mcp");
        sessions.registry().clear(EndReason.OPERATOR);
        List<String> paths = new ArrayList<>();

        for (int i = 0; i < 2; i++) {
            bench.send(FakeRequest.get().leadingTo(path -> {
                paths.add(path);
                return including((asked, answer) -> released.add(asked.getHeader("Mcp-Session-Id")));
            }));
        }

        assertThat(released).containsExactlyInAnyOrder("below", "elsewhere");
        assertThat(paths).containsExactlyInAnyOrder("/mcp/below", "/other/mcp");
    }

    @Test
    void pathWithoutDispatcher_countsAsFailed() throws Exception {
        end(1);

        assertThat(bench.send(FakeRequest.get().leadingTo(path -> null)).getStatus())
                .isEqualTo(405);

        assertThat(failed()).isOne();
        assertThat(sessions.registry().releases().waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "202, 0", "204, 0", "302, 1", "404, 1", "405, 1", "500, 1"})
    void statusOtherThanSuccess_countsAsFailed(int status, int failed) throws Exception {
        end(1);

        bench.send(FakeRequest.get().leadingTo(including((asked, answer) -> answer.setStatus(status))));

        assertThat(failed()).isEqualTo(failed);
    }

    @ParameterizedTest
    @MethodSource
    void whateverTheEndpointThrows_theHostRequestIsAnswered(Throwable thrown) throws Exception {
        end(2);
        FakeRequest host = FakeRequest.get().leadingTo(including((asked, answer) -> sneakyThrow(thrown)));

        try (LogLines log = new LogLines(ReleaseDispatcher.class.getName())) {
            bench.send(host);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(thrown.getClass().getName(), "FailedReleases")
                    .doesNotContain("secret", "ended-0");
        }
        assertThat(failed()).isOne();
        assertThat(sessions.registry().releases().waiting())
                .as("the other one waits")
                .isOne();
    }

    static Stream<Throwable> whateverTheEndpointThrows_theHostRequestIsAnswered() {
        return Stream.of(
                new ServletException("secret"),
                new IOException("secret"),
                new IllegalStateException("secret"),
                new NoClassDefFoundError("secret"),
                new StackOverflowError("secret"),
                new AssertionError("secret"));
    }

    @SuppressWarnings("unchecked") // lets a test throw whatever an endpoint can
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void attributesSetDuringARelease_doNotReachTheHostRequest() throws Exception {
        end(1);
        FakeRequest host = FakeRequest.get();
        host.setAttribute("container", "kept");
        host.setAttribute("removed", "kept");
        host.leadingTo(including((asked, answer) -> {
            asked.setAttribute("container", "changed");
            asked.setAttribute("mine", "set");
            asked.removeAttribute("removed");
            assertThat(asked.getAttribute("container")).isEqualTo("changed");
            assertThat(asked.getAttribute("removed")).isNull();
            assertThat(Collections.list(asked.getAttributeNames()))
                    .containsExactlyInAnyOrder("container", "mine", McpSession.ATTRIBUTE);
        }));

        bench.send(host);

        assertThat(failed()).isZero();
        assertThat(host.getAttribute("container")).isEqualTo("kept");
        assertThat(host.getAttribute("removed")).isEqualTo("kept");
        assertThat(host.getAttribute("mine")).isNull();
        assertThat(host.getAttribute(McpSession.ATTRIBUTE)).isNull();
    }

    @Test
    void idOnARequestOfASessionlessRevision_isReleased() throws Exception {
        Sessions both = Sessions.ofBothEras();
        FilterBench sessionless = new FilterBench(both);

        FakeResponse response = sessionless
                .answering(200, "unwanted")
                .send(FakeRequest.post(Sessions.MODERN_CALL).version("2026-07-28"));

        assertThat(response.sessionId()).isNull();
        sessionless.send(leading(FakeRequest.get()));
        assertThat(released).containsExactly("unwanted");
    }

    @Test
    void idOnARequestOfASessionlessRevisionAtAnOddPath_isNotKept() throws Exception {
        Sessions both = Sessions.ofBothEras();

        new FilterBench(both)
                .answering(200, "unwanted")
                .send(FakeRequest.post(Sessions.MODERN_CALL)
                        .version("2026-07-28")
                        .path("/mcp", "/a b"));

        assertThat(both.registry().releases().waiting()).isZero();
        assertThat(both.registry().statistics().failedReleases()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 400, 500})
    void idOnAnInitializeThatOpensNoSession_isReleased(int status) throws Exception {
        bench.answering(status, "unopened").send(FakeRequest.post(Sessions.INITIALIZE));
        bench.send(leading(FakeRequest.get()));

        assertThat(released).containsExactly("unopened");
    }

    @Test
    void idOfAnInitializeRefusedAtTheLimit_isReleasedAndCounted() throws Exception {
        Sessions one = Sessions.limitedTo(1);
        FilterBench limited = new FilterBench(one);
        one.issued();
        one.advance(Duration.ofSeconds(30));

        FakeResponse response = limited.answering((asked, answer) -> {
                    one.busy();
                    answer.setHeader("Mcp-Session-Id", "late");
                })
                .send(FakeRequest.post(Sessions.INITIALIZE));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.sessionId()).isNull();
        assertThat(one.registry().statistics().rejected()).isOne();
        limited.send(leading(FakeRequest.get()));
        assertThat(released).containsExactly("late");
    }

    @Test
    void newIdThatALiveSessionDoesNotTake_isReleased() throws Exception {
        String host = sessions.adopted("host");

        bench.answering(400, "other").send(FakeRequest.post(Sessions.CALL).session(host));
        bench.send(leading(FakeRequest.get()));

        assertThat(released).containsExactly("other");
    }

    @Test
    void idOfAnotherOwnersLiveSession_isNeverReleased() throws Exception {
        bench.as("alice").answering(200, "shared").send(FakeRequest.post(Sessions.INITIALIZE));

        assertThat(bench.as("bob").send(FakeRequest.post(Sessions.INITIALIZE)).getStatus())
                .isEqualTo(503);
        bench.send(leading(FakeRequest.get()));

        assertThat(released).isEmpty();
        assertThat(sessions.registry().count()).isOne();
    }

    private long failed() {
        return sessions.registry().statistics().failedReleases();
    }

    /* As a container does it: the paths of the include are attributes of the request. */
    @Test
    void theEndpointSeesThePathOfTheEndedSession() throws Exception {
        sessions.adopted("ended", "/mcp/below");
        sessions.registry().clear(EndReason.OPERATOR);
        List<String> seen = new ArrayList<>();
        FakeRequest host = FakeRequest.get();
        host.leadingTo(path -> including((included, response) -> {
            host.setAttribute(RequestDispatcher.INCLUDE_REQUEST_URI, "/app/mcp/below");
            host.setAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH, "/mcp");
            host.setAttribute(RequestDispatcher.INCLUDE_PATH_INFO, "/below");
            seen.addAll(List.of(
                    included.getRequestURI(),
                    included.getRequestURL().toString(),
                    included.getServletPath(),
                    included.getPathInfo()));
        }));

        bench.send(host);

        assertThat(seen).containsExactly("/app/mcp/below", "http://any.example/app/mcp/below", "/mcp", "/below");
    }

    /* As in Jetty, where the paths of an include are attributes of a wrapper that the endpoint sees, and the filter does not. */
    @Test
    void pathsOfAnIncludeThatCannotBeSeen_areThoseOfTheEndedSession() throws Exception {
        sessions.adopted("ended", "/mcp/below");
        sessions.registry().clear(EndReason.OPERATOR);
        List<String> seen = new ArrayList<>();
        FakeRequest host = FakeRequest.get();
        host.leadingTo(path -> including((included, response) -> {
            seen.add(included.getRequestURI());
            seen.add(included.getServletPath());
            seen.add(included.getPathInfo());
        }));

        bench.send(host);

        assertThat(seen).containsExactly("/app/mcp/below", "/mcp/below", null);
    }

    @Test
    void theEndpointSeesADeleteWithoutCaller() throws Exception {
        end(1);
        boolean[] seen = {false};
        FakeRequest request = FakeRequest.post(Sessions.CALL)
                .session("unknown")
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
                                    ended -> assertThat(ended.isEnded()).isTrue());
                }));

        bench.send(request);

        assertThat(seen[0]).isTrue();
    }

    /** A method that is forgotten would show the host request, or change it. */
    @Test
    void nothingOfTheHostRequestIsReachedButItsConnectionAndPlace() {
        sessions.adopted("ended");
        sessions.registry().clear(EndReason.OPERATOR);
        PendingRelease ended =
                Objects.requireNonNull(sessions.registry().releases().take());
        Set<String> reached = new TreeSet<>();

        callAll(
                HttpServletRequest.class,
                new SyntheticDeleteRequest(recording(HttpServletRequest.class, reached), ended));

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
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(ReleaseDispatcherTest::valueOf)
                .toArray();
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
    void nothingOfTheEndpointsResponseReachesTheHosts() throws Exception {
        end(1);
        FakeRequest request = FakeRequest.post(Sessions.CALL)
                .session("unknown")
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

        FakeResponse response = bench.send(request);

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.text()).contains("Session not found").doesNotContain("gone");
        assertThat(response.getHeader("X-Of")).isNull();
    }

    /** A method that is forgotten would reach the response of the host request. */
    @Test
    void nothingOfTheHostsResponseIsReachedButWhatIsHarmless() {
        Set<String> reached = new TreeSet<>();

        callAll(HttpServletResponse.class, new DiscardingResponse(recording(HttpServletResponse.class, reached)));

        assertThat(reached).isSubsetOf(HARMLESS);
    }

    private void end(int count) {
        end(sessions, count);
    }

    /** Adopted sessions that an operator has ended. */
    private static void end(Sessions of, int count) {
        for (int i = 0; i < count; i++) {
            Exchange exchange = Objects.requireNonNull(
                    of.registry().enter(Sessions.PATH, of.adopted("ended-" + i), ExchangeKind.REQUEST, null));
            exchange.end();
            of.registry().end(exchange.session(), EndReason.OPERATOR);
        }
    }

    private FakeRequest leading(FakeRequest request) {
        return request.leadingTo(including((included, response) -> released.add(included.getHeader("Mcp-Session-Id"))));
    }

    private static RequestDispatcher including(FilterBench.Endpoint endpoint) {
        return new RequestDispatcher() {
            @Override
            public void forward(ServletRequest request, ServletResponse response) {
                throw new AssertionError("A forward would write the response of the host request");
            }

            @Override
            public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
                endpoint.answer((HttpServletRequest) request, (HttpServletResponse) response);
            }
        };
    }
}
