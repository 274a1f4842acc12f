package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathFilterTest {

    private final AtomicInteger calls = new AtomicInteger();
    private final FakeResponse response = new FakeResponse();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stateless/mcp;%2f..",
                "/stateless/mcp;%2F%2e%2e",
                "/stateless/mcp;x=%2f..",
                "/stateless/mcp;%2f..%2fzzz",
                "/stateless/mcp;%5c..",
                "/stateless/mcp;\\..",
                "/stateless/mcp;/..",
                "/stateless/mcp;/%2e%2E",
                "/stateless/mcp;/.%2e/x",
                "/stateless/mcp;..",
                "/stateless/mcp%3b%2f..",
                "/stateless/mcp%3B/../mcp",
                "/stateless/mcp;%252f..",
                "/stateless/mcp;%25252F%25252e%25252e",
                "/stateless/mcp%253b/..",
                "/mcp/..;/mcp",
                "/mcp/..;x/mcp",
                "/mcp/.;/x",
                "/mcp/%2e%2e;/mcp",
                "/a/../b;jsessionid=1",
                "/a%2fb;jsessionid=1",
                ";/.."
            })
    void pathThatCanBeReadDifferently_isRefused(String path) throws Exception {
        pass("POST", path);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,");
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "/mcp",
                "/app/page;jsessionid=0123456789ABCDEF.node1",
                "/app/page;jsessionid=x;v=1..2/part",
                "/a%2fb",
                "/a%2Fb/%5c/c",
                "/a%3bb",
                "/a/../b",
                "/a/%2e%2e/b",
                "/.well-known/x;v=1",
                "/...;v=1",
                "/archive.tar.gz;v=1.0.",
                "/100%25;v=1",
                "/100%252;v=1",
                "/100%;v=1",
                "/%;%2",
                "/%c3%a4;v=1",
                "/a%20b;v=%2d"
            })
    void ordinaryPathOfTheApplication_isLeftAlone(String path) throws Exception {
        pass("GET", path);

        assertThat(calls).hasValue(1);
        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void head_isRefusedWithoutABody() throws Exception {
        pass("HEAD", "/mcp;%2f..");

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.text()).isEmpty();
    }

    private void pass(String method, String path) throws Exception {
        HttpServletRequest spelled = new HttpServletRequestWrapper(FakeRequest.of(method)) {
            @Override
            public String getRequestURI() {
                return path;
            }
        };
        new RawPathFilter().doFilter(spelled, response, (request, answer) -> calls.incrementAndGet());
    }
}
