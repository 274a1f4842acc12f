package dev.mcpsession.it.endpoint;

import dev.mcpsession.McpSession;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that does what the query tells it, and answers with what it has seen of the request.
 *
 * <p>{@code how}: the way of answering; {@code name}: a session id to set; {@code status}: the status to set. It runs
 * in the server.
 */
@WebServlet(
        name = "odd",
        urlPatterns = {"/mcp", "/mcp/*"},
        asyncSupported = true)
public class OddEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int SHORT_TIMEOUT_MILLIS = 300;

    private static final Map<String, AsyncContext> WAITING = new ConcurrentHashMap<>();

    /** Made by the container. */
    public OddEndpoint() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String how = Optional.ofNullable(request.getParameter("how")).orElse("json");
        switch (how) {
            case "json" -> answer(request, response, bytes(request));
            case "reader" -> answer(request, response, text(request).getBytes(StandardCharsets.UTF_8));
            case "stream" -> answerByStream(request, response, bytes(request));
            case "sse" -> answerByEvent(request, response, bytes(request));
            case "flush" -> answerAfterFlush(request, response, bytes(request));
            case "nothing" -> prepare(request, response);
            case "lateStatus" -> answerWithLateStatus(request, response);
            case "reset" -> answerAfterReset(request, response);
            case "sendError" -> sendError(request, response);
            case "throw" -> fail(request, response);
            case "throwAfterCommit" -> failAfterCommit(request, response);
            case "async" -> answerFromAnotherThread(request.startAsync(), bytes(request));
            case "asyncPair" -> answerFromAnotherThread(request.startAsync(request, response), bytes(request));
            case "asyncSse" -> streamFromAnotherThread(request.startAsync());
            case "asyncError" -> sendErrorFromAnotherThread(request, request.startAsync());
            case "asyncThrow" -> failAsynchronously(request, response);
            case "asyncTimeout" -> timeOut(request, response);
            case "dispatch" -> answerAfterDispatch(request, response);
            case "readListener" -> answerWhenRead(request, response);
            case "wait" -> answerWhenTold(request, response);
            case "go" -> go(request, response);
            default -> throw new ServletException("Unknown: " + how);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, byte[] body)
            throws IOException {
        prepare(request, response);
        response.setContentType("application/json");
        response.getWriter().write(report(request, body));
    }

    private static void answerByStream(HttpServletRequest request, HttpServletResponse response, byte[] body)
            throws IOException {
        prepare(request, response);
        response.setContentType("application/json");
        response.getOutputStream().write(report(request, body).getBytes(StandardCharsets.UTF_8));
    }

    private static void answerByEvent(HttpServletRequest request, HttpServletResponse response, byte[] body)
            throws IOException {
        prepare(request, response);
        response.setContentType("text/event-stream");
        response.getWriter().write("data: " + report(request, body) + "\n\n");
    }

    private static void answerAfterFlush(HttpServletRequest request, HttpServletResponse response, byte[] body)
            throws IOException {
        prepare(request, response);
        response.flushBuffer();
        response.setHeader("Mcp-Session-Id", "too-late");
        response.addHeader("Mcp-Session-Id", "too-late");
        response.getWriter().write(report(request, body));
    }

    private static void answerWithLateStatus(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(200);
        prepare(request, response);
        response.setContentType("application/json");
        response.setStatus(Integer.parseInt(request.getParameter("late")));
        response.getWriter().write("{}");
    }

    private static void answerAfterReset(HttpServletRequest request, HttpServletResponse response) throws IOException {
        prepare(request, response);
        response.reset();
        response.setStatus(500);
        response.getWriter().write("{}");
    }

    private static void sendError(HttpServletRequest request, HttpServletResponse response) throws IOException {
        setNames(request, response);
        response.sendError(status(request));
    }

    private static void fail(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        setNames(request, response);
        throw new ServletException("As told");
    }

    private static void failAfterCommit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        prepare(request, response);
        response.flushBuffer();
        throw new IllegalStateException("As told");
    }

    private static void answerFromAnotherThread(AsyncContext context, byte[] body) {
        elsewhere(() -> {
            answer((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse(), body);
            context.complete();
        });
    }

    /** One event, and then silence until the container or the filter ends it. */
    private static void streamFromAnotherThread(AsyncContext context) {
        forEver(context);
        elsewhere(() -> {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setContentType("text/event-stream");
            response.getOutputStream();
        });
    }

    private static void sendErrorFromAnotherThread(HttpServletRequest request, AsyncContext context) {
        elsewhere(() -> {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            setNames(request, response);
            response.sendError(503);
            context.complete();
        });
    }

    private static void failAsynchronously(HttpServletRequest request, HttpServletResponse response)
            throws ServletException {
        setNames(request, response);
        request.startAsync().setTimeout(SHORT_TIMEOUT_MILLIS);
        throw new ServletException("As told");
    }

    private static void timeOut(HttpServletRequest request, HttpServletResponse response) {
        setNames(request, response);
        request.startAsync().setTimeout(SHORT_TIMEOUT_MILLIS);
    }

    private static void answerAfterDispatch(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            answer(request, response, bytes(request));
        } else {
            request.startAsync().dispatch();
        }
    }

    private static void answerWhenRead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Collector(in, request, response, context));
    }

    private static void go(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = WAITING.remove(request.getParameter("as"));
        if (context == null) {
            response.setStatus(409);
            return;
        }
        answer((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse(), new byte[0]);
        context.complete();
    }

    /* Open Liberty shows parameters only to the thread that it has given the request. */
    private static void answerWhenTold(HttpServletRequest request, HttpServletResponse response) {
        prepare(request, response);
        WAITING.put(request.getParameter("as"), forEver(request.startAsync()));
    }

    private static AsyncContext forEver(AsyncContext context) {
        context.setTimeout(0);
        return context;
    }

    private static void prepare(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(status(request));
        setNames(request, response);
    }

    private static void setNames(HttpServletRequest request, HttpServletResponse response) {
        String name = request.getParameter("name");
        if (name != null) {
            response.setHeader("mcp-session-id", "overwritten");
            response.setHeader("MCP-Session-Id", name);
        }
        String added = request.getParameter("added");
        if (added != null) {
            response.addHeader("Mcp-Session-Id", added);
        }
    }

    private static int status(HttpServletRequest request) {
        String status = request.getParameter("status");
        return status == null ? 200 : Integer.parseInt(status);
    }

    private static byte[] bytes(HttpServletRequest request) throws IOException {
        return request.getInputStream().readAllBytes();
    }

    private static String text(HttpServletRequest request) throws IOException {
        StringWriter text = new StringWriter();
        request.getReader().transferTo(text);
        return text.toString();
    }

    private static String report(HttpServletRequest request, byte[] body) {
        JsonObject report = Json.createObjectBuilder()
                .add("dispatcher", request.getDispatcherType().name())
                .add("sessionId", text(request.getHeader("Mcp-Session-Id")))
                .add("sessionIds", Json.createArrayBuilder(Collections.list(request.getHeaders("MCP-SESSION-ID"))))
                .add("lastEventId", text(request.getHeader("Last-Event-ID")))
                .add("lastEventIds", Json.createArrayBuilder(Collections.list(request.getHeaders("last-event-id"))))
                .add("names", Json.createArrayBuilder(Collections.list(request.getHeaderNames())))
                .add(
                        "handle",
                        request.getAttribute(McpSession.ATTRIBUTE) instanceof McpSession session
                                ? Json.createValue(session.handle())
                                : JsonValue.NULL)
                .add("body", Base64.getEncoder().encodeToString(body))
                .build();
        return report.toString();
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.NULL : Json.createValue(text);
    }

    private static void elsewhere(Task task) {
        new Thread(
                        () -> {
                            try {
                                task.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        "odd-endpoint")
                .start();
    }

    /** What a thread of its own does. */
    private interface Task {
        void run() throws IOException;
    }

    /** Reads as the body comes, and answers at its end. */
    private static final class Collector implements ReadListener {

        private final ServletInputStream in;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final AsyncContext context;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Collector(
                ServletInputStream in, HttpServletRequest request, HttpServletResponse response, AsyncContext context) {
            this.in = in;
            this.request = request;
            this.response = response;
            this.context = context;
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] buffer = new byte[64];
            int count = 0;
            while (count >= 0 && in.isReady()) {
                count = in.read(buffer);
                body.write(buffer, 0, Math.max(0, count));
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            answer(request, response, body.toByteArray());
            context.complete();
        }

        @Override
        public void onError(Throwable problem) {
            context.complete();
        }
    }
}
