package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a request of a live session costs, in objects and in questions to the container, so that a dearer one is noticed
 * without a clock.
 */
class FilterCostTest {

    private static final int REQUESTS = 1_000;

    /**
     * What the filter makes of a live request, as bytes on a 64-bit virtual machine, before any compiler has looked at
     * it; some sixty of them are the lists of the test itself.
     */
    private static final long BYTES = 368;

    private final Sessions sessions = Sessions.standard();
    private final McpSessionFilter filter = new McpSessionFilter();
    private final Post post = new Post(sessions.issued());
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
        post.asked = 0;
        filter.doFilter(post, response, (request, answer) -> {});

        assertThat(post.asked).isEqualTo(3);
        assertThat(post.bodyAsked).isZero();
    }

    private void start() throws Exception {
        var context = FilterBench.context();
        McpSessionFilter.connect(context, sessions.configuration(), sessions.registry(), request -> null);
        filter.init(FilterBench.config(context));
    }

    /** A request that allocates nothing but its lists of headers. */
    private static final class Post extends HttpServletRequestWrapper {

        private final List<String> id;
        private int asked;
        private int bodyAsked;

        Post(String id) {
            super(FakeRequest.unsupported(HttpServletRequest.class));
            this.id = List.of(id);
        }

        @Override
        public String getMethod() {
            return "POST";
        }

        @Override
        public String getServletPath() {
            return Sessions.PATH;
        }

        @Override
        public String getPathInfo() {
            return null;
        }

        @Override
        public String getHeader(String name) {
            asked++;
            return null;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            asked++;
            return name.equals("Mcp-Session-Id") ? Collections.enumeration(id) : Collections.emptyEnumeration();
        }

        @Override
        public ServletInputStream getInputStream() {
            bodyAsked++;
            return null;
        }

        @Override
        public void setAttribute(String name, Object value) {}
    }
}
