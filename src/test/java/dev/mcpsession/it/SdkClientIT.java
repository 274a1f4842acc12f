package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.server.DemoWar;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Java SDK's client, which knows nothing of the filter, through the filter. */
class SdkClientIT extends DeployedApplication {

    private static final String NAME = "sdk client";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.asBuilt();
    }

    @ParameterizedTest
    @EnumSource
    void clientWorksFromConnectToClose(Endpoint endpoint) throws Exception {
        try (McpSyncClient client = client(endpoint)) {
            client.initialize();
            assertThat(client.listTools().tools()).extracting(Tool::name).contains("echo", "session_info");
            assertThat(text(client.callTool(call("echo", Map.of("text", "hello")))))
                    .isEqualTo("hello");
            assertThat(text(client.callTool(call("session_info", Map.of())))).contains(NAME, jmx.handleOf(NAME));
            client.ping();
            assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
            assertThat(client.closeGracefully()).isTrue();
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("TerminatedSessions")).as("by DELETE").isEqualTo(1);
        assertThat(jmx.number("SessionCounter")).isEqualTo(1);
        assertThat(jmx.number("UnknownSessionRequests")).isZero();
    }

    @Test
    void progressArrivesAndTheStreamStaysOpen() throws Exception {
        try (McpSyncClient client = client(Endpoint.ADOPTED)) {
            client.initialize();
            await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 1);
            CallToolRequest countdown = CallToolRequest.builder("countdown")
                    .arguments(Map.of("seconds", 2))
                    .progressToken("two")
                    .build();
            assertThat(text(client.callTool(countdown))).isEqualTo("Counted 2 s.");
            // The SDK hands notifications and results to different threads.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(progress)
                            .extracting(ProgressNotification::progress)
                            .containsExactly(1.0, 2.0));
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(client.closeGracefully()).isTrue();
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0 && jmx.number("ActiveSessions") == 0);
    }

    @ParameterizedTest
    @EnumSource
    void clientStartsAnewWhenItsSessionIsGone(Endpoint endpoint) throws Exception {
        try (McpSyncClient client = client(endpoint)) {
            client.initialize();
            CallToolRequest echo = call("echo", Map.of("text", "again"));
            assertThat(text(client.callTool(echo))).isEqualTo("again");
            String handle = jmx.handleOf(NAME);
            assertThat(jmx.invoke("expireSession", handle)).isEqualTo(true);
            assertThatThrownBy(() -> client.callTool(echo)).hasMessageContaining("terminated");
            assertThat(text(client.callTool(echo))).isEqualTo("again");
            assertThat(jmx.handleOf(NAME)).isNotEqualTo(handle);
            assertThat(client.closeGracefully()).isTrue();
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void twoClientsHaveTwoSessions(Endpoint endpoint) throws Exception {
        try (McpSyncClient first = client(endpoint);
                McpSyncClient second = client(endpoint)) {
            first.initialize();
            second.initialize();
            String seenByFirst = text(first.callTool(call("session_info", Map.of())));
            String seenBySecond = text(second.callTool(call("session_info", Map.of())));
            assertThat(seenByFirst).isNotEqualTo(seenBySecond);
            assertThat(first.closeGracefully()).isTrue();
            await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 1);
            assertThat(text(second.callTool(call("echo", Map.of("text", "still here")))))
                    .isEqualTo("still here");
            assertThat(second.closeGracefully()).isTrue();
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
    }

    private McpSyncClient client(Endpoint endpoint) {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
                        deployment.getProtocol() + "://" + deployment.getAuthority())
                .endpoint(deployment.getPath().replaceAll("/$", "") + endpoint.path())
                .build();
        return McpClient.sync(transport)
                .clientInfo(Implementation.builder(NAME, "2.1").build())
                .requestTimeout(Duration.ofSeconds(20))
                .progressConsumer(progress::add)
                .build();
    }

    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(CallToolResult result) {
        assertThat(result.isError()).as("error of %s", result).isNotEqualTo(true);
        return result.content().stream()
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining());
    }
}
