package dev.mcpsession.it.endpoint;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Endpoints with sessions of their own, each at a path that says how it opens them. {@code GET /control?fail=<path>}
 * makes one fail from then on, {@code ?forget} makes all forget their sessions. They run in the server.
 */
@WebServlet(
        name = "resumed",
        urlPatterns = {"/mcp/*", "/control"},
        asyncSupported = true)
public class ResumedEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\","
            + "\"capabilities\":{},\"serverInfo\":{\"name\":\"resumed\",\"version\":\"1\"}}}";
    private static final String INITIALIZE = "\"initialize\"";
    private static final String RESUME = "\"resume\"";

    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, String> modes = new ConcurrentHashMap<>();
    private final Map<String, String> openers = new ConcurrentHashMap<>();

    /** Made by the container. */
    public ResumedEndpoint() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getServletPath().equals("/control")) {
            control(request, response);
            return;
        }
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String session = request.getHeader("Mcp-Session-Id");
        if (body.contains(INITIALIZE)) {
            open(request, response, body);
        } else if (session == null || !sessions.contains(session)) {
            response.setStatus(404);
        } else if (request.getMethod().equals("DELETE")) {
            sessions.remove(session);
        } else if (body.contains("\"notifications/")) {
            response.setStatus(202);
        } else {
            response.setContentType("application/json");
            response.getWriter().write("{\"opener\":\"" + openers.get(session) + "\",\"bytes\":" + body.length() + "}");
        }
    }

    private void control(HttpServletRequest request, HttpServletResponse response) {
        if (request.getParameter("forget") != null) {
            sessions.clear();
        } else {
            modes.put(request.getParameter("path"), request.getParameter("mode"));
        }
        response.setStatus(204);
    }

    private void open(HttpServletRequest request, HttpServletResponse response, String body)
            throws IOException, ServletException {
        String style = request.getPathInfo() == null ? "/" : request.getPathInfo();
        String opener = opener(request);
        switch (body.contains(RESUME) ? modes.getOrDefault(style, style) : style) {
            case "/async" -> later(request.startAsync(), 50, opener);
            case "/asyncPair" -> later(request.startAsync(request, response), 50, opener);
            case "/slow" -> later(request.startAsync(), body.contains(RESUME) ? 8_000 : 50, opener);
            case "/sse" -> {
                name(response, opener);
                response.setContentType("text/event-stream");
                response.getOutputStream()
                        .write(("id: 0\ndata: \n\nevent: message\ndata: " + RESULT + "\n\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            case "error" -> response.sendError(500);
            case "throw" -> throw new ServletException("As told");
            case "refuse" -> response.setStatus(400);
            default -> answer(response, opener);
        }
    }

    private void later(AsyncContext async, long millis, String opener) {
        new Thread(
                        () -> {
                            try {
                                Thread.sleep(millis);
                                answer((HttpServletResponse) async.getResponse(), opener);
                                async.complete();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "resumed-endpoint")
                .start();
    }

    private void answer(HttpServletResponse response, String opener) throws IOException {
        name(response, opener);
        response.setContentType("application/json");
        response.getWriter().write(RESULT);
    }

    private void name(HttpServletResponse response, String opener) {
        String name = UUID.randomUUID().toString();
        sessions.add(name);
        openers.put(name, opener);
        response.setHeader("Mcp-Session-Id", name);
    }

    private static String opener(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? "anonymous" : principal.getName();
    }
}
