package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import dev.mcpsession.servlet.FakeServletContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a request of a live session costs, in objects and in questions to the container, so that a dearer one is noticed
 * without a clock.
 */
@Tag("uninstrumented")
class FilterCostTest {

    private static final int REQUESTS = 1_000;

    /**
     * What the filter makes of a live request, as bytes on a 64-bit virtual machine, before any compiler has looked at
     * it; some sixty of them are the lists of the test itself.
     */
    private static final long BYTES = 368;

    private final Sessions sessions = Sessions.standard();
    private final McpSessionFilter filter = new McpSessionFilter();
    private final FakeRequest post = FakeRequest.post(new byte[0]).session(sessions.issued());
    private final FakeResponse response = new FakeResponse();
    private ServletRequest seenRequest;
    private ServletResponse seenResponse;

    @Test
    void aLiveRequestAllocatesLittle() throws Exception {
        start();
        FilterChain endpoint = (request, answer) -> {};
        for (int i = 0; i < 10; i++) {
            filter.doFilter(post, response, endpoint);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < REQUESTS; i++) {
            filter.doFilter(post, response, endpoint);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / REQUESTS;

        assertThat(bytes).isLessThanOrEqualTo(BYTES);
    }

    @Test
    void aLiveRequestIsWrappedOnceAndSoIsItsResponse() throws Exception {
        start();
        filter.doFilter(post, response, (request, answer) -> {
            seenRequest = request;
            seenResponse = answer;
        });

        assertThat(((ServletRequestWrapper) seenRequest).getRequest()).isSameAs(post);
        assertThat(((ServletResponseWrapper) seenResponse).getResponse()).isSameAs(response);
    }

    /** Origin, session id and protocol version: one look each. */
    @Test
    void aLiveRequestAsksForThreeHeaders() throws Exception {
        start();
        int before = post.headersAsked();
        filter.doFilter(post, response, (request, answer) -> {});

        assertThat(post.headersAsked() - before).isEqualTo(3);
        assertThat(post.bodyRead()).isFalse();
    }

    private void start() throws Exception {
        var context = FakeServletContext.create();
        McpSessionFilter.connect(
                context, sessions.configuration(), sessions.registry(), KeepAlives.idle(), request -> null, null);
        filter.init(FakeServletContext.config(context));
    }
}
