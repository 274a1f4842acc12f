package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.SpringBootApplication;
import dev.mcpsession.it.server.StandaloneServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The applications of {@code server-config/spring-boot}: the filter in the embedded Tomcat of Spring Boot. */
class SpringBootIT {

    private static final String SERVLET = "servlet-4.0.7";
    private static final String SERVLET_3_5 = "servlet-3.5.7";
    private static final String SPRING_AI = "spring-ai";
    private static final String MCP = "/mcp";
    private static final Duration SOON = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(strings = {SERVLET, SERVLET_3_5, SPRING_AI})
    void applicationWithTheInitializer_isManaged(String name) throws Exception {
        SpringBootApplication application = SpringBootApplication.start(name);
        try {
            Mcp mcp = application.client("");
            assertManaged(mcp, MCP);
            assertOwned(mcp);
            assertStreamIsGreeted(mcp);
            assertServesTheOfficialClient(mcp);
            assertThat(application.log())
                    .contains("/: MCP sessions started: guards /mcp/*; idleTimeout=PT7M"
                            + " (context-param mcp.session.idleTimeout)");
            try (Jmx jmx = application.jmx()) {
                assertThat(jmx.number("TerminatedSessions")).isEqualTo(2);
                assertThat(jmx.number("OwnerMismatches")).isEqualTo(1);
            }
        } finally {
            application.stop();
        }
    }

    /** The bean of the filter is declared behind that of the initializer, and has its order. */
    @ParameterizedTest
    @ValueSource(strings = {SERVLET, SERVLET_3_5})
    void filterRegistrationBean_movesTheFilter(String name) throws Exception {
        SpringBootApplication application = SpringBootApplication.start(name, "--spring.profiles.active=tools");
        try {
            Mcp mcp = application.client("");
            assertManaged(mcp, "/tools/mcp");
            assertThat(mcp.send(RawRequest.post(MCP, Mcp.request("1", "ping"))).text())
                    .as("the endpoint's own refusal")
                    .doesNotContain(Refused.SESSION_REQUIRED.message());
            assertThat(application.log()).contains("/: MCP sessions started: guards /tools/mcp/*; ");
        } finally {
            application.stop();
        }
    }

    @Test
    void applicationInAWar_needsNoInitializer() throws Exception {
        StandaloneServer tomcat = StandaloneServer.start();
        try {
            File war = new File(System.getProperty("build.directory"), "spring-boot/war/mcp-war-0.1.0-SNAPSHOT.war");
            assertThat(tomcat.deploy("boot", ShrinkWrap.createFromZipFile(WebArchive.class, war)))
                    .isTrue();
            assertManaged(tomcat.client("/boot"), MCP);
            assertThat(tomcat.log())
                    .contains("/boot: MCP sessions started: guards /boot/mcp/*; idleTimeout=PT7M"
                            + " (context-param mcp.session.idleTimeout)");
        } finally {
            tomcat.stop();
        }
    }

    @Test
    void unknownParameter_applicationDoesNotStart() {
        assertThatThrownBy(() -> SpringBootApplication.start(
                        SERVLET, "--server.servlet.context-parameters.mcp.session.idleTimeOut=PT1M"))
                .hasMessageContaining("no context-param 'mcp.session.idleTimeOut'");
    }

    private static void assertManaged(Mcp mcp, String path) throws IOException {
        HttpAnswer opened = mcp.send(RawRequest.post(path, Mcp.initialize()));
        assertThat(opened.status()).isEqualTo(200);
        String session = opened.sessionId();
        assertThat(mcp.send(RawRequest.post(path, Mcp.INITIALIZED).session(session))
                        .status())
                .isEqualTo(202);
        assertThat(ping(mcp, path, session, null).status()).isEqualTo(200);
        Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.post(path, Mcp.request("1", "ping"))), "1");
        assertThat(mcp.send(RawRequest.post(path + ";%2f..", "{}")).status()).isEqualTo(400);
        assertThat(mcp.send(RawRequest.delete(path).session(session)).status()).isEqualTo(200);
        Refused.NOT_FOUND.is(ping(mcp, path, session, null), "1");
    }

    private static void assertOwned(Mcp mcp) throws IOException {
        String session = mcp.send(RawRequest.post(MCP, Mcp.initialize()).header("X-User", "alice"))
                .sessionId();
        assertThat(ping(mcp, MCP, session, "alice").status()).isEqualTo(200);
        Refused.NOT_FOUND.is(ping(mcp, MCP, session, "bob"), "1");
    }

    /** Spring MVC writes nothing of a stream before the first event. */
    private static void assertStreamIsGreeted(Mcp mcp) throws IOException {
        String session = mcp.send(RawRequest.post(MCP, Mcp.initialize())).sessionId();
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get(MCP).session(session)).stream();
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
        }
    }

    private static void assertServesTheOfficialClient(Mcp mcp) {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
                        mcp.base().toString())
                .endpoint(MCP)
                .build();
        try (McpSyncClient client = McpClient.sync(transport).build()) {
            client.initialize();
            assertThat(client.listTools().tools()).extracting(Tool::name).containsExactly("echo");
            assertThat(client.callTool(CallToolRequest.builder("echo")
                                    .arguments(Map.of("text", "hello"))
                                    .build())
                            .content())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            TextContent.class,
                            content -> assertThat(content.text()).isEqualTo("hello"));
            assertThat(client.closeGracefully()).isTrue();
        }
    }

    private static HttpAnswer ping(Mcp mcp, String path, String session, String user) throws IOException {
        RawRequest request = RawRequest.post(path, Mcp.request("1", "ping")).session(session);
        return mcp.send(user == null ? request : request.header("X-User", user));
    }
}
