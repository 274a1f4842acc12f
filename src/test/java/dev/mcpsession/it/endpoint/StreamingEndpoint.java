package dev.mcpsession.it.endpoint;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of event streams: the query says {@code how} each one goes on, whether it writes {@code by} the writer or
 * the stream, and {@code as} what it is known at {@code /told}, where the calls of its listener are counted, and at
 * {@code /written}, where the events of a {@code fill} are. At {@code /hurry} it has comments written every millisecond
 * for a while, and at {@code /block} without a pause until one is blocked. It runs in the server.
 */
@WebServlet(
        name = "streaming",
        urlPatterns = {"/mcp", "/told", "/written", "/hurry", "/block"},
        asyncSupported = true)
public class StreamingEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String FILTER = "dev.mcpsession.filter.McpSessionFilter";
    private static final Map<String, AtomicInteger> TOLD = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> WRITTEN = new ConcurrentHashMap<>();
    private static final String LARGE_EVENT = "x".repeat(4096);

    /** Every kind of line end, and more than one line. */
    private static final String[] EVENTS = {"data: %d\n\n", "id: x\r\ndata: %d\r\n\r\n", "event: message\rdata: %d\r\r"
    };

    /** Made by the container. */
    public StreamingEndpoint() {}

    /** The event of a number. */
    public static String event(int number) {
        return String.format(EVENTS[number % EVENTS.length], number);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/hurry")) {
            hurry(Duration.ofMillis(Long.parseLong(request.getParameter("millis"))));
        } else if (request.getServletPath().equals("/block")) {
            response.getWriter().print(block(Duration.ofMillis(Long.parseLong(request.getParameter("millis")))));
        } else if (request.getParameter("how") == null) {
            response.setContentType("application/json");
            response.getWriter().write("{\"answer\":" + request.getParameter("n") + "}");
        } else {
            answer(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/told")) {
            response.getWriter().print(count(TOLD, request.getParameter("as")));
        } else if (request.getServletPath().equals("/written")) {
            response.getWriter().print(count(WRITTEN, request.getParameter("as")));
        } else {
            answer(request, response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        Output output = Output.of(request.getParameter("by"), response);
        int n = Integer.parseInt(request.getParameter("n"));
        switch (request.getParameter("how")) {
            case "parked" -> start(request, 0);
            case "timeout" -> start(request, n + 1L);
            case "sync" -> {
                pause(n);
                output.event("done");
            }
            case "silent", "complete" -> {
                AsyncContext context = start(request, 0);
                run(() -> {
                    pause(n);
                    output.event("done");
                    context.complete();
                });
            }
            case "completePast" -> {
                AsyncContext context = past(request).startAsync(request, response);
                context.setTimeout(0);
                run(() -> {
                    pause(n);
                    context.complete();
                });
            }
            case "storm" -> {
                AsyncContext context = start(request, 0);
                run(() -> {
                    for (int i = 0; i < n; i++) {
                        output.pieces(event(i));
                    }
                    context.complete();
                });
            }
            case "fill" -> {
                start(request, 0);
                AtomicInteger written = count(WRITTEN, request.getParameter("as"));
                run(() -> {
                    for (int i = 0; i < n; i++) {
                        output.event(LARGE_EVENT);
                        written.incrementAndGet();
                    }
                });
            }
            default -> throw new IllegalArgumentException(request.getParameter("how"));
        }
    }

    private static AsyncContext start(HttpServletRequest request, long timeout) {
        AsyncContext context = request.startAsync();
        context.setTimeout(timeout);
        String as = request.getParameter("as");
        if (as != null) {
            context.addListener(new Counting(count(TOLD, as)));
        }
        return context;
    }

    /** The request of the container, of which an endpoint can take an asynchronous context that no wrapper sees. */
    private static HttpServletRequest past(HttpServletRequest request) {
        HttpServletRequest raw = request;
        while (raw instanceof HttpServletRequestWrapper wrapper) {
            raw = (HttpServletRequest) wrapper.getRequest();
        }
        return raw;
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String as) {
        return counts.computeIfAbsent(as, unknown -> new AtomicInteger());
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static void run(Work work) {
        new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        "streaming-endpoint")
                .start();
    }

    private void hurry(Duration time) throws IOException {
        Rounds rounds = new Rounds(getServletContext());
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; pause(1)) {
            rounds.start();
        }
    }

    private int block(Duration time) throws IOException {
        Rounds rounds = new Rounds(getServletContext());
        for (long end = System.nanoTime() + time.toNanos(); rounds.blocked() == 0 && System.nanoTime() < end; ) {
            rounds.start();
        }
        return rounds.blocked();
    }

    /** The rounds of comments, as the scheduler would start them: no operator can set a period of a millisecond. */
    private static final class Rounds {

        private final Object keepAlive;
        private final Method start;
        private final Method blocked;

        Rounds(ServletContext context) throws IOException {
            try {
                Object collaborators = context.getAttribute(FILTER);
                Method getter = collaborators.getClass().getDeclaredMethod("keepAlive");
                getter.setAccessible(true);
                keepAlive = getter.invoke(collaborators);
                start = keepAlive.getClass().getDeclaredMethod("startRound");
                start.setAccessible(true);
                blocked = keepAlive.getClass().getMethod("blockedWriters");
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        void start() throws IOException {
            call(start);
        }

        int blocked() throws IOException {
            return (int) call(blocked);
        }

        private Object call(Method method) throws IOException {
            try {
                return method.invoke(keepAlive);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The writer or the stream of a response. */
    private interface Output {

        void write(String text) throws IOException;

        void flush() throws IOException;

        static Output of(@Nullable String by, ServletResponse response) throws IOException {
            if ("stream".equals(by)) {
                var stream = response.getOutputStream();
                return new Output() {
                    @Override
                    public void write(String text) throws IOException {
                        stream.write(text.getBytes(StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void flush() throws IOException {
                        stream.flush();
                    }
                };
            }
            var writer = response.getWriter();
            return new Output() {
                @Override
                public void write(String text) {
                    writer.write(text);
                }

                @Override
                public void flush() {
                    writer.flush();
                }
            };
        }

        default void event(String data) throws IOException {
            write("data: " + data + "\n\n");
            flush();
        }

        /** Writes a text in pieces of one to three characters, with flushes and pauses within it. */
        default void pieces(String text) throws IOException {
            int length = 1;
            for (int at = 0; at < text.length(); at += length) {
                length = at % 3 + 1;
                write(text.substring(at, Math.min(text.length(), at + length)));
                if (at % 8 == 5) {
                    flush();
                }
            }
            flush();
        }
    }

    /** Counts the ends that it is told of. */
    private static final class Counting implements AsyncListener {

        private final AtomicInteger ends;

        Counting(AtomicInteger ends) {
            this.ends = ends;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            ends.incrementAndGet();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            // The completion follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // There is none.
        }
    }
}
