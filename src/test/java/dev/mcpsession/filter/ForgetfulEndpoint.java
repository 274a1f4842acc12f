package dev.mcpsession.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint with sessions of its own, which it can be made to forget; records what it is asked. */
final class ForgetfulEndpoint implements FilterBench.Endpoint, RequestDispatcher {

    static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger names = new AtomicInteger();
    private FilterBench.Endpoint initialize = this::open;
    private FilterBench.Endpoint call =
            (request, response) -> response.getWriter().write("{\"pong\":true}");

    /** How {@code initialize} is answered from now on. */
    ForgetfulEndpoint opening(FilterBench.Endpoint newInitialize) {
        initialize = newInitialize;
        return this;
    }

    /** How requests of a session are answered from now on. */
    ForgetfulEndpoint calling(FilterBench.Endpoint newCall) {
        call = newCall;
        return this;
    }

    void forget() {
        known.clear();
    }

    /** Method, session and body of the requests since the last question. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    String name() {
        String name = "endpoint-" + names.incrementAndGet();
        known.add(name);
        return name;
    }

    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("mcp-session-id", name());
        response.setContentType("application/json");
        response.getWriter().write(RESULT);
    }

    /** Opens the session on another thread. */
    void openLater(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        Thread thread = new Thread(() -> {
            try {
                open(request, (HttpServletResponse) async.getResponse());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            async.complete();
        });
        thread.start();
    }

    @Override
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        String session = request.getHeader("Mcp-Session-Id");
        String body = new String(request.getInputStream().readAllBytes(), UTF_8);
        asked.add(request.getMethod() + " " + session + " " + body);
        if (body.contains("\"initialize\"")) {
            initialize.answer(request, response);
        } else if (!known.contains(session)) {
            response.setStatus(404);
        } else if (request.getMethod().equals("DELETE")) {
            known.remove(session);
        } else if (body.contains("\"notifications/")) {
            response.setStatus(202);
        } else {
            call.answer(request, response);
        }
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        answer((HttpServletRequest) request, (HttpServletResponse) response);
    }

    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        answer((HttpServletRequest) request, (HttpServletResponse) response);
    }
}
