package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.it.endpoint.ResumedEndpoint;
import dev.mcpsession.it.endpoint.ResumedResource;
import dev.mcpsession.it.server.OddWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of endpoints that open them each in another way, rows 8a, 8c and 8d of the contract. */
class ResumptionStylesIT extends DeployedApplication {

    private static final Duration IDLE = Duration.ofSeconds(1);

    @Deployment(testable = false)
    static WebArchive endpoints() {
        return OddWar.with(
                ShrinkWrap.create(WebArchive.class)
                        .addClasses(ResumedEndpoint.class, ResumedResource.class)
                        .addClasses(ResumedResource.class.getDeclaredClasses()),
                Map.of(
                        "resumeKey", SecretsRecorder.keep("fedcba9876543210".repeat(4)),
                        // A release flushes the response to its host request, which may change its framing.
                        "releaseSessions", "false",
                        "idleTimeout", IDLE.toString(),
                        "sweepInterval", IDLE.toString()),
                "/mcp/*",
                "/rest/mcp/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/mcp/async", "/mcp/asyncPair", "/mcp/sse"})
    void row8a_endpointIsResumed(String path) throws Exception {
        String session = open(path);
        HttpAnswer live = ping(path, session);
        awaitSuspension();

        HttpAnswer resumed = ping(path, session);

        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.withoutDate()).isEqualTo(live.withoutDate());
        assertThat(jmx.number("ResumedSessions")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/mcp/stage", "/rest/mcp/sink"})
    @NotOn(
            value = {Server.TOMCAT, Server.JETTY},
            because = "it has no Jakarta REST")
    void row8a_endpointInJakartaRest_isResumed(String path) throws Exception {
        String session = mcp.send(RawRequest.post(path, Mcp.initialize())).sessionId();
        HttpAnswer live = ping(path, session);
        awaitSuspension();

        HttpAnswer resumed = ping(path, session);

        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.withoutDate()).isEqualTo(live.withoutDate());
        assertThat(jmx.number("ResumedSessions")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"error, 503", "throw, 503", "refuse, 404"})
    void rows8cAnd8d_endpointDoesNotOpenItAgain(String mode, int status) throws Exception {
        String path = "/mcp/" + mode + "s";
        String session = open(path);
        awaitSuspension();
        control("path=/" + mode + "s&mode=" + mode);

        HttpAnswer answer = ping(path, session);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "1" : null);
        assertThat(answer.header("Mcp-Session-Id")).isNull();
        assertThat(jmx.number("FailedResumptions")).isEqualTo(1);
        assertThat(jmx.number("ActiveSessions")).isZero();
        control("path=/" + mode + "s&mode=/");
        assertThat(ping(path, session).status()).isEqualTo(200);
    }

    @Test
    void row8d_endpointIsSlow_isAnswered503AfterFiveSeconds() throws Exception {
        String session = open("/mcp/slow");
        awaitSuspension();
        long start = System.nanoTime();

        assertThat(ping("/mcp/slow", session).status()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
    }

    /** Its 404 passes, and the session is only out of memory. */
    @Test
    void endpointForgetsItsSessions_theNextRequestResumes() throws Exception {
        String session = open("/mcp");
        control("forget");

        assertThat(ping("/mcp", session).status()).isEqualTo(404);
        assertThat(ping("/mcp", session).status()).isEqualTo(200);
    }

    private String open(String path) throws IOException {
        String session = mcp.send(RawRequest.post(path, Mcp.initialize())).sessionId();
        assertThat(mcp.send(RawRequest.post(path, Mcp.INITIALIZED).session(session))
                        .status())
                .isEqualTo(202);
        return session;
    }

    private HttpAnswer ping(String path, String session) throws IOException {
        return mcp.send(RawRequest.post(path, Mcp.request("1", "ping")).session(session));
    }

    private void control(String query) throws IOException {
        assertThat(mcp.send(RawRequest.get("/control?" + query)).status()).isEqualTo(204);
    }
}
