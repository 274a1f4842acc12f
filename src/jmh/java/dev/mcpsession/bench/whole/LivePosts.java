package dev.mcpsession.bench.whole;

import dev.mcpsession.bench.Settings;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A POST of a live session through the filter, with and without comments on event streams. */
@State(Scope.Benchmark)
public class LivePosts {

    /** With comments. */
    public static final String ON = "PT15S";

    /** Without. */
    public static final String OFF = "PT0S";

    private static final byte[] EVENT =
            "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n".getBytes(StandardCharsets.US_ASCII);

    /** The period of the comments. */
    @Param({ON, OFF})
    public String streamKeepAlive = ON;

    private final McpSessionFilter filter = new McpSessionFilter();
    private byte[] session = new byte[0];

    /**
     * Opens sessions.
     *
     * @throws ServletException never
     */
    @Setup
    public void open() throws ServletException {
        session = WholeFilter.connect(filter, Settings.withKeepAlive(Duration.parse(streamKeepAlive)));
    }

    /**
     * Answered with JSON.
     *
     * @return something
     * @throws Exception never
     */
    @Benchmark
    public Object json() throws Exception {
        return call(WholeFilter::answer);
    }

    /**
     * Answered with an event stream of one event.
     *
     * @return something
     * @throws Exception never
     */
    @Benchmark
    public Object eventStream() throws Exception {
        return call(LivePosts::stream);
    }

    private FakeResponse call(FilterChain endpoint) throws IOException, ServletException {
        FakeResponse response = new FakeResponse();
        filter.doFilter(WholeFilter.ping(session), response, endpoint);
        return response;
    }

    private static void stream(ServletRequest request, ServletResponse response) throws IOException {
        request.getInputStream().readNBytes(request.getContentLength());
        response.setContentType("text/event-stream");
        response.getOutputStream().write(EVENT);
        response.getOutputStream().flush();
    }
}
