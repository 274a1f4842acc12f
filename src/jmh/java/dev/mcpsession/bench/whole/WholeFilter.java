package dev.mcpsession.bench.whole;

import dev.mcpsession.bench.Settings;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import dev.mcpsession.servlet.FakeServletContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One request with the filter and without it, up to an endpoint that reads the body and writes a short answer. */
@State(Scope.Benchmark)
public class WholeFilter {

    private static final int SESSIONS = 10_000;

    private static final byte[] INITIALIZE =
            bytes("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}");
    private static final byte[] PING = bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    private static final byte[] PONG = bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

    /** What comes. */
    @Param
    public Kind kind = Kind.LIVE;

    private final McpSessionFilter filter = new McpSessionFilter();
    private byte[] session = new byte[0];

    /**
     * Opens as many sessions as there may be.
     *
     * @throws ServletException never
     */
    @Setup
    public void open() throws ServletException {
        session = connect(filter, Settings.ofBothEras(SESSIONS));
    }

    /** Gives a filter so many sessions; the id of the last. */
    static byte[] connect(McpSessionFilter filter, Configuration configuration) throws ServletException {
        SessionRegistry registry = new SessionRegistry(configuration, TimeSource.system(), RegistryListener.none());
        String last = "";
        for (int i = 0; i < SESSIONS; i++) {
            Exchange exchange = registry.reserve(null).issue("/mcp", ClientInfo.UNKNOWN);
            exchange.end();
            last = exchange.sessionId();
        }
        ServletContext context = FakeServletContext.create();
        McpSessionFilter.connect(
                context,
                configuration,
                registry,
                new StreamKeepAlive(
                        configuration.streamKeepAlive(),
                        new ScheduledThreadPoolExecutor(1),
                        Thread::new,
                        TimeSource.system()),
                request -> null,
                null);
        filter.init(FakeServletContext.config(context));
        return bytes(last);
    }

    /**
     * Without.
     *
     * @return something
     * @throws Exception never
     */
    @Benchmark
    public Object off() throws Exception {
        FakeRequest request = kind.request(this);
        FakeResponse response = new FakeResponse();
        if (kind.reachesEndpoint) {
            kind.endpoint.doFilter(request, response);
        }
        return response;
    }

    /**
     * With.
     *
     * @return something
     * @throws Exception never
     */
    @Benchmark
    public Object on() throws Exception {
        FakeRequest request = kind.request(this);
        FakeResponse response = new FakeResponse();
        filter.doFilter(request, response, kind.endpoint);
        return response;
    }

    /** A ping of a live session, in whose header no hash has been computed. */
    static FakeRequest ping(byte[] session) {
        return post(PING, "2025-11-25", new String(session, StandardCharsets.ISO_8859_1));
    }

    static void answer(ServletRequest request, ServletResponse response) throws IOException {
        answer(request, response, HttpServletResponse.SC_OK);
    }

    private static void refuse(ServletRequest request, ServletResponse response) throws IOException {
        answer(request, response, HttpServletResponse.SC_BAD_REQUEST);
    }

    private static void answer(ServletRequest request, ServletResponse response, int status) throws IOException {
        request.getInputStream().readNBytes(request.getContentLength());
        ((HttpServletResponse) response).setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(PONG);
    }

    /** A POST with the headers that clients send. */
    private static FakeRequest post(byte[] body, @Nullable String version, @Nullable String session) {
        FakeRequest request = FakeRequest.post(body)
                .header("Host", "mcp.example.org")
                .header("User-Agent", "node")
                .header("Accept", "application/json, text/event-stream")
                .header("Accept-Encoding", "gzip, deflate");
        if (version != null) {
            request.version(version);
        }
        return session == null ? request : request.session(session);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The kinds of request that differ in what they cost. */
    public enum Kind {
        /** A POST of a live session. */
        LIVE("POST of a live session", true, WholeFilter::answer),
        /** An {@code initialize} that the endpoint refuses: its body is read and no session opened. */
        PEEK("`initialize` that the endpoint refuses", true, WholeFilter::refuse),
        /** An {@code initialize} that opens a session; at the limit, so that the oldest provisional one goes. */
        OPENING("`initialize` that opens a session, and evicts one", true, WholeFilter::answer),
        /**
         * A POST with an id that is not live. Without the filter this is nothing but the making of request and answer.
         */
        REJECTED("POST with an id that is not live, answered 404", false, WholeFilter::answer),
        /** A POST of a revision without sessions. */
        SESSIONLESS("POST of a revision without sessions", true, WholeFilter::answer);

        private final String shown;
        private final boolean reachesEndpoint;

        @SuppressWarnings("ImmutableEnumChecker") // A method reference.
        private final FilterChain endpoint;

        Kind(String shown, boolean reachesEndpoint, FilterChain endpoint) {
            this.shown = shown;
            this.reachesEndpoint = reachesEndpoint;
            this.endpoint = endpoint;
        }

        /**
         * The words for it.
         *
         * @return a few
         */
        public String shown() {
            return shown;
        }

        private FakeRequest request(WholeFilter bench) {
            return switch (this) {
                case LIVE -> ping(bench.session);
                case PEEK, OPENING -> post(INITIALIZE, null, null);
                case REJECTED -> post(PING, "2025-11-25", "no-session-has-this-id-whatever-it-may-look-like");
                case SESSIONLESS -> post(PING, "2026-07-28", null);
            };
        }
    }
}
