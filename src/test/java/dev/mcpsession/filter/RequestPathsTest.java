package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** At which paths a session can be opened (row 10). */
class RequestPathsTest {

    private final Sessions sessions = Sessions.standard();
    private final FilterBench bench = new FilterBench(sessions).answering(200, null);

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/", "/a/b.c/d-e_f~g/...", "/.well-known/x", "/0"})
    void plainPath_opensASession(String path) throws Exception {
        assertThat(initialize(FakeRequest.post(Sessions.INITIALIZE).path(path, null))
                        .getStatus())
                .isEqualTo(200);
        assertThat(sessions.registry().count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mcp",
                "//",
                "/mcp//",
                "/mcp//x",
                "/.",
                "/..",
                "/mcp/.",
                "/mcp/./x",
                "/mcp/..",
                "/mcp/../mcp",
                "/mcp/a b",
                "/mcp/a%20b",
                "/mcp/a;b",
                "/mcp/a?b",
                "/mcp/é",
                "/mcp/a+b",
                "/mcp/a:b",
                "/mcp/@",
                "/mcp/\\",
                "/mcp/\uff41"
            })
    void oddPath_isAnswered404BeforeTheEndpoint(String path) throws Exception {
        FakeResponse response = initialize(FakeRequest.post(Sessions.INITIALIZE).path("", path));

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.sessionId()).isNull();
        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":");
        assertThat(bench.calls()).isZero();
        assertThat(sessions.freePermits()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "/app/mcp/..;/mcp, /mcp, ",
        "/app/mcp/..;/mcp, /mcp, /..",
        "/app/mcp/x%3by/mcp, /mcp, /x",
        "/app/mcp;a=b, /mcp, ",
        "/app/%6dcp, /mcp, ",
        "/app//mcp, /mcp, ",
        "/mcp, /mcp, "
    })
    void uriThatTheContainerHasReadInAnotherWay_isAnswered404(String uri, String servletPath, String pathInfo)
            throws Exception {
        FakeRequest request = FakeRequest.post(Sessions.INITIALIZE)
                .path(servletPath, pathInfo)
                .uri(uri);

        assertThat(initialize(request).getStatus()).isEqualTo(404);
        assertThat(bench.calls()).isZero();
    }

    @Test
    void pathOf256Characters_opensASession_andOneMoreDoesNot() throws Exception {
        String longest = "/" + "a".repeat(RequestPaths.MAX_LENGTH - 1);

        assertThat(initialize(FakeRequest.post(Sessions.INITIALIZE).path(longest, null))
                        .getStatus())
                .isEqualTo(200);
        assertThat(initialize(FakeRequest.post(Sessions.INITIALIZE).path(longest + "a", null))
                        .getStatus())
                .isEqualTo(404);
    }

    /* A regular expression with a repeated group overflowed the stack here. */
    @Test
    void pathOfManySegments_isAnswered404() throws Exception {
        FakeRequest request = FakeRequest.post(Sessions.INITIALIZE).path("/mcp", "/a".repeat(500_000) + "/mcp");

        assertThat(initialize(request).getStatus()).isEqualTo(404);
    }

    private FakeResponse initialize(FakeRequest request) throws Exception {
        return bench.send(request);
    }
}
