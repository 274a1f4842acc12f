package dev.mcpsession.it.endpoint;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of many styles, beyond those of {@link OddEndpoint}: the query says {@code how} it answers, and the
 * session id to {@code name}. At {@code /elsewhere}, which the filter is not mapped to, is where it dispatches,
 * forwards and includes to, and at {@code /page} its error page. It runs in the server.
 */
@WebServlet(
        name = "style",
        urlPatterns = {"/mcp/*", "/elsewhere", "/page"},
        asyncSupported = true)
public class StyleEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
    private static final int BUFFER = 4096;

    /** Made by the container. */
    public StyleEndpoint() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.INCLUDE || "/below".equals(request.getPathInfo())) {
            report(request, response);
            return;
        }
        switch (request.getServletPath()) {
            case "/elsewhere" -> answerElsewhere(request, response);
            case "/page" -> response.getWriter().write("page for " + response.getStatus());
            default -> answer(request, response);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String how = Optional.ofNullable(request.getParameter("how")).orElse("plain");
        switch (how) {
            case "plain" -> report(request, response);
            case "dispatch" -> request.startAsync().dispatch("/elsewhere");
            case "dispatchPair" -> request.startAsync(request, response).dispatch("/elsewhere");
            case "dispatchContext" -> request.startAsync().dispatch(request.getServletContext(), "/elsewhere");
            case "dispatchLater" -> elsewhere(request.startAsync(), context -> context.dispatch("/elsewhere"));
            case "dispatchThenAsync" -> request.startAsync().dispatch("/elsewhere?then=async");
            case "dispatchThenDispatch" -> request.startAsync().dispatch("/elsewhere?then=dispatch");
            case "dispatchAndWait" -> request.startAsync().dispatch("/elsewhere?then=wait");
            case "forward" -> request.getRequestDispatcher("/elsewhere").forward(request, response);
            case "include" -> include(request, response);
            case "forwardBack" -> request.getRequestDispatcher("/mcp/below").forward(request, response);
            case "echo" -> echo(request, request.startAsync());
            case "echoPair" -> echo(request, request.startAsync(request, response));
            case "events" -> sendEvents(request.startAsync());
            case "start" -> start(request.startAsync());
            case "lateId" -> nameTooLate(request, response);
            case "lateStatus" -> changeStatusTooLate(request, response);
            case "lateError" -> sendErrorTooLate(request, response);
            case "commitPast" -> commitPast(request, response);
            case "commitPastLater" -> commitPastLater(request, request.startAsync());
            case "commitPastNamed" -> commitPastNamed(request, response);
            case "sendError" -> sendError(request, response);
            case "overflow" -> overflow(request, response, 0);
            case "ioException" -> fail(request, response, new IOException("As told"));
            case "runtimeException" -> fail(request, response, new IllegalArgumentException("As told"));
            case "error" -> fail(request, response, new AssertionError("As told"));
            case "throwAfterBytes" -> failAfterBytes(request, response);
            case "asyncThenThrow" -> failInAsync(request, response);
            case "forwardAndWait" ->
                request.getRequestDispatcher("/elsewhere?then=wait").forward(request, response);
            default -> throw new ServletException("Unknown: " + how);
        }
    }

    private static void answerElsewhere(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String then = request.getParameter("then");
        if ("go".equals(then)) {
            gate(request.getParameter("gate")).countDown();
        } else if ("wait".equals(then)) {
            pass(request.getParameter("gate"));
            report(request, response);
        } else if ("async".equals(then)) {
            elsewhere(request.startAsync(), context -> {
                report((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
                context.complete();
            });
        } else if ("dispatch".equals(then) && request.getAttribute("again") == null) {
            request.setAttribute("again", true);
            request.startAsync().dispatch("/elsewhere?then=dispatch");
        } else {
            report(request, response);
        }
    }

    private static CountDownLatch gate(String name) {
        return GATES.computeIfAbsent(name, unknown -> new CountDownLatch(1));
    }

    /** Waits until a client requests {@code /elsewhere?then=go} with the name of the gate; null for none. */
    static void pass(@Nullable String gate) {
        try {
            if (gate != null && !gate(gate).await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("No request has come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the endpoint sees, and the id that the query names. */
    private static void report(HttpServletRequest request, HttpServletResponse response) throws IOException {
        name(request, response);
        response.setContentType("application/json");
        response.getWriter()
                .write(Json.createObjectBuilder()
                        .add("dispatcher", request.getDispatcherType().name())
                        .add("sessionId", text(request.getHeader("Mcp-Session-Id")))
                        .add("lastEventId", text(request.getHeader("Last-Event-ID")))
                        .build()
                        .toString());
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.NULL : Json.createValue(text);
    }

    private static void name(HttpServletRequest request, HttpServletResponse response) {
        String name = request.getParameter("name");
        if (name != null) {
            response.setHeader("Mcp-Session-Id", name);
        }
    }

    private static void include(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        name(request, response);
        response.setContentType("application/json");
        request.getRequestDispatcher("/elsewhere").include(request, response);
    }

    private static void echo(HttpServletRequest request, AsyncContext context) throws IOException {
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        name(request, response);
        response.setContentType("application/octet-stream");
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Reader(in, context, response.getOutputStream()));
    }

    private static void sendEvents(AsyncContext context) throws IOException {
        context.setTimeout(0);
        ServletResponse response = context.getResponse();
        response.setContentType("text/event-stream");
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(
                new Writer(context, out, "data: one\n\ndata: two\n\n".getBytes(StandardCharsets.UTF_8), false));
    }

    /** By the container's thread pool. */
    private static void start(AsyncContext context) {
        context.start(() -> {
            try {
                report((HttpServletRequest) context.getRequest(), (HttpServletResponse) context.getResponse());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.complete();
        });
    }

    private static void nameTooLate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write("{}");
        name(request, response);
    }

    private static void changeStatusTooLate(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        name(request, response);
        response.getWriter().write("{}");
        response.setStatus(418);
    }

    private static void sendErrorTooLate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        name(request, response);
        response.getWriter().write("{}");
        response.sendError(500);
    }

    private static void commitPast(HttpServletRequest request, HttpServletResponse response) throws IOException {
        name(request, response);
        HttpServletResponse raw = unwrap(response);
        raw.getWriter().write("{}");
        raw.flushBuffer();
    }

    private static void commitPastNamed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpServletResponse raw = unwrap(response);
        name(request, raw);
        raw.getWriter().write("{}");
        raw.flushBuffer();
    }

    private static void commitPastLater(HttpServletRequest request, AsyncContext context) {
        HttpServletResponse raw = unwrap(context.getResponse());
        elsewhere(context, same -> {
            commitPast(request, raw);
            same.complete();
        });
    }

    private static HttpServletResponse unwrap(ServletResponse response) {
        ServletResponse raw = response;
        while (raw instanceof ServletResponseWrapper wrapper) {
            raw = wrapper.getResponse();
        }
        return (HttpServletResponse) raw;
    }

    private static void sendError(HttpServletRequest request, HttpServletResponse response) throws IOException {
        name(request, response);
        response.sendError(Integer.parseInt(request.getParameter("status")));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow(HttpServletRequest request, HttpServletResponse response, int depth) {
        name(request, response);
        return overflow(request, response, depth + 1) + 1;
    }

    private static void fail(HttpServletRequest request, HttpServletResponse response, Throwable problem)
            throws IOException {
        name(request, response);
        rethrow(problem);
    }

    private static void failAfterBytes(HttpServletRequest request, HttpServletResponse response) throws IOException {
        name(request, response);
        response.getWriter().write("{}");
        throw new IllegalArgumentException("As told");
    }

    private static void failInAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.startAsync();
        failAfterBytes(request, response);
    }

    private static void rethrow(Throwable problem) throws IOException {
        if (problem instanceof IOException checked) {
            throw checked;
        }
        if (problem instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw (Error) problem;
    }

    private static void elsewhere(AsyncContext context, Task task) {
        new Thread(
                        () -> {
                            try {
                                task.with(context);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        "style-endpoint")
                .start();
    }

    /** What a thread of its own does. */
    private interface Task {
        void with(AsyncContext context) throws IOException;
    }

    /** Reads all without blocking, and then has it written. */
    private static final class Reader implements ReadListener {

        private final ServletInputStream in;
        private final AsyncContext context;
        private final ServletOutputStream out;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Reader(ServletInputStream in, AsyncContext context, ServletOutputStream out) {
            this.in = in;
            this.context = context;
            this.out = out;
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int count = 0; count >= 0 && in.isReady(); ) {
                count = in.read(buffer);
                body.write(buffer, 0, Math.max(0, count));
            }
        }

        @Override
        public void onAllDataRead() {
            out.setWriteListener(new Writer(context, out, body.toByteArray(), true));
        }

        @Override
        public void onError(Throwable problem) {
            context.complete();
        }
    }

    /** Writes without blocking, and then completes, or stays. */
    private static final class Writer implements WriteListener {

        private final AsyncContext context;
        private final ServletOutputStream out;
        private final byte[] bytes;
        private final boolean thenComplete;
        private int written;

        Writer(AsyncContext context, ServletOutputStream out, byte[] bytes, boolean thenComplete) {
            this.context = context;
            this.out = out;
            this.bytes = bytes;
            this.thenComplete = thenComplete;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (written < bytes.length && out.isReady()) {
                int count = Math.min(BUFFER, bytes.length - written);
                out.write(bytes, written, count);
                written += count;
            }
            if (written < bytes.length || !out.isReady()) {
                return;
            }
            if (thenComplete) {
                context.complete();
            } else {
                out.flush();
            }
        }

        @Override
        public void onError(Throwable problem) {
            context.complete();
        }
    }
}
