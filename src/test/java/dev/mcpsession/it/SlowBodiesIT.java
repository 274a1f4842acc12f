package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients without a session that send their bodies slowly, each of which occupies a request thread. */
class SlowBodiesIT extends DeployedApplication {

    /** More than any server has request threads by default. */
    private static final int CONNECTIONS = 300;

    private static final int MAX_BODIES = 16;
    private static final Duration SOON = Duration.ofSeconds(3);

    private final List<RawHttp> connections = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.asBuilt();
    }

    @AfterEach
    void abort() throws IOException {
        for (RawHttp connection : connections) {
            connection.abort();
        }
    }

    @Test
    @NotOn(value = Server.TOMCAT, because = "it waits on a thread for the rest of a body that has been answered")
    void slowBodies_delayNoLiveSessionAndNoHandshake() throws Exception {
        String session = mcp.initialize(Endpoint.ADOPTED);
        assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(begin(Mcp.initialize()));
        }

        for (int i = 0; i < 5; i++) {
            assertThat(soon(RawRequest.post("/mcp", Mcp.request("1", "ping")).session(session))
                            .status())
                    .isEqualTo(200);
        }
        String opened = soon(RawRequest.post("/mcp", Mcp.initialize())).sessionId();
        assertThat(soon(RawRequest.post("/mcp", Mcp.INITIALIZED).session(opened))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void bodyBeyondSixteenAtATime_503() throws Exception {
        for (int i = 0; i < 2 * MAX_BODIES; i++) {
            connections.add(begin(Mcp.initialize()));
        }

        await().atMost(SOON).until(() -> answered().size() == MAX_BODIES);
        for (RawHttp connection : answered()) {
            HttpAnswer answer = connection.answer();
            Refused.TOO_MANY_BODIES.is(answer);
            assertThat(answer.headers("Retry-After")).containsExactly("1");
        }
    }

    private List<RawHttp> answered() throws IOException {
        List<RawHttp> answered = new ArrayList<>();
        for (RawHttp connection : connections) {
            if (connection.hasAnswer()) {
                answered.add(connection);
            }
        }
        return answered;
    }

    @Test
    void bodyThatTakesTenSeconds_408() throws Exception {
        String body = Mcp.initialize();
        RawHttp connection = begin(body);
        connections.add(connection);
        long start = System.nanoTime();
        int sent = 1;
        while (System.nanoTime() - start < Duration.ofMillis(10_500).toNanos()) {
            Thread.sleep(500);
            connection.send(new byte[] {(byte) body.charAt(sent++)});
        }

        Refused.BODY_TOO_SLOW.is(connection.within(SOON).answer());
    }

    /** Sends a request but for its body, of which only the first byte. */
    private RawHttp begin(String body) throws IOException {
        return mcp.connect()
                .sendHead(RawRequest.post("/mcp", body))
                .send(body.substring(0, 1).getBytes(StandardCharsets.US_ASCII));
    }

    private HttpAnswer soon(RawRequest request) throws IOException {
        try (RawHttp connection = mcp.connect()) {
            return connection.within(SOON).send(request).answer();
        }
    }
}
