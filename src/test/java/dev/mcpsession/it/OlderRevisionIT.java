package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.OlderSdkEndpoint;
import dev.mcpsession.it.server.DemoWar;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An endpoint that serves an older revision than its clients: {@code protocolVersions} lists 2025-06-18 alone. Clients
 * send the header of their own newest revision with {@code initialize}, and the official Java SDK's with GET and DELETE
 * as well.
 */
class OlderRevisionIT extends DeployedApplication {

    private static final String NEWEST = "2025-11-25";
    private static final Duration SOON = Duration.ofSeconds(5);

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("protocolVersions", "2025-06-18"))
                .addClass(OlderSdkEndpoint.class)
                .addClasses(OlderSdkEndpoint.class.getDeclaredClasses());
    }

    @Test
    void row06_sdkClientWithANewerRevision_worksFromConnectToClose() throws Exception {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
                        deployment.getProtocol() + "://" + deployment.getAuthority())
                .endpoint(deployment.getPath().replaceAll("/$", "") + OlderSdkEndpoint.PATH)
                .build();
        try (McpSyncClient client =
                McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build()) {
            assertThat(client.initialize().protocolVersion()).isEqualTo("2025-06-18");
            await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 1);
            client.ping();
            client.ping();
            assertThat(client.closeGracefully()).isTrue();
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("SessionCounter")).as("sessions opened").isEqualTo(1);
        assertThat(jmx.number("TerminatedSessions")).as("by DELETE").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void row06_knownRevisionThatIsNotListed_isServedButForAPostOfASession(Endpoint endpoint) throws Exception {
        String path = endpoint.path();
        for (String version : new String[] {"2024-11-05", "2025-03-26", NEWEST}) {
            String session = mcp.send(RawRequest.post(path, Mcp.initialize()).version(version))
                    .sessionId();
            Refused.START_WITH_INITIALIZE.is(
                    mcp.send(RawRequest.post(path, Mcp.request("7", "ping"))
                            .session(session)
                            .version(version)),
                    "7");
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
            Refused.NOT_FOUND.is(
                    mcp.send(RawRequest.get(path).session("unknown").version(version)));
            Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(path).version(version)));
            assertThat(mcp.send(RawRequest.delete(path).session(session).version(version))
                            .status())
                    .isBetween(200, 204);
            assertThat(mcp.ping(endpoint, session)).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row06_textThatIsNoRevision_isABadRequest(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);
        for (String version : new String[] {"2025-06-17", "2025-11-24", "nonsense"}) {
            Refused.START_WITH_INITIALIZE.is(
                    mcp.send(RawRequest.post(endpoint.path(), Mcp.initialize()).version(version)), "1");
            Refused.VERSION.is(
                    mcp.send(RawRequest.delete(endpoint.path()).session(session).version(version)));
            Refused.VERSION.is(
                    mcp.send(RawRequest.get(endpoint.path()).session(session).version(version)));
        }
        assertThat(mcp.delete(endpoint, session).status()).isBetween(200, 204);
    }
}
