package dev.mcpsession.conformance;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An endpoint that is a Node.js process: starts it, and passes everything on, both ways and at once. Each piece of a
 * stream is flushed; a client that goes is one that the process sees go, at the next write.
 *
 * <p>Init-params: {@code node}, the runtime; {@code script}, what it runs, which prints the port that it listens on.
 */
public class NodeEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** What belongs to one of the two connections, or is the HTTP client's to set. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private transient HttpClient client;
    private transient Process process;
    private transient URI upstream;

    /** Made by the container. */
    public NodeEndpoint() {}

    @Override
    public void init() throws ServletException {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            process = new ProcessBuilder(getInitParameter("node"), getInitParameter("script"))
                    .redirectError(Redirect.appendTo(new File(getInitParameter("script") + ".err")))
                    .start();
            String port = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            upstream = URI.create("http://127.0.0.1:" + port + "/");
        } catch (IOException e) {
            throw new ServletException(e);
        }
    }

    /* The process also ends by itself when this one does: its standard input is then over. */
    @Override
    public void destroy() {
        process.destroy();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        HttpRequest.Builder passedOn = HttpRequest.newBuilder(upstream)
                .method(
                        request.getMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!isHopByHop(name)) {
                Collections.list(request.getHeaders(name)).forEach(value -> passedOn.header(name, value));
            }
        }
        AsyncContext exchange = request.startAsync();
        exchange.setTimeout(0);
        CompletableFuture<?> unused = client.sendAsync(passedOn.build(), head -> new Answer(head, response))
                .whenComplete((answer, failure) -> {
                    if (failure != null && !response.isCommitted()) {
                        response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
                    }
                    exchange.complete();
                });
    }

    private static boolean isHopByHop(String header) {
        return HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
    }

    /** Writes an answer as it comes. A client that has stopped reading is reported to the other side. */
    private static final class Answer implements BodySubscriber<Void> {

        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final HttpServletResponse response;
        private Flow.Subscription subscription;

        Answer(ResponseInfo head, HttpServletResponse response) {
            this.response = response;
            response.setStatus(head.statusCode());
            head.headers().map().forEach((name, values) -> {
                if (!isHopByHop(name)) {
                    values.forEach(value -> response.addHeader(name, value));
                }
            });
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            write(List.of());
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            write(pieces);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }

        @Override
        public CompletionStage<Void> getBody() {
            return end;
        }

        private void write(List<ByteBuffer> pieces) {
            try {
                for (ByteBuffer piece : pieces) {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    response.getOutputStream().write(bytes);
                }
                response.flushBuffer();
                subscription.request(1);
            } catch (IOException e) {
                subscription.cancel();
                end.completeExceptionally(e);
            }
        }
    }
}
