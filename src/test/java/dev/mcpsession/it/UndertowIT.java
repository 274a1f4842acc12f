package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.Owner;
import dev.mcpsession.boot.McpSessionInitializer;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.endpoint.OddEndpoint;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The filter in an embedded Undertow, which is given the initializer: it runs no web fragments. */
class UndertowIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String THREAD = "mcp-session-filter /embedded";

    private DeploymentManager application;
    private Undertow server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            stopApplication();
            server.stop();
        }
    }

    private void stopApplication() throws Exception {
        if (application.getState() != DeploymentManager.State.UNDEPLOYED) {
            application.stop();
            application.undeploy();
        }
    }

    @Test
    void applicationWithTheInitializer_isManaged() throws Exception {
        Mcp mcp = start("PT7M");
        String session = open(mcp, null);

        assertThat(ping(mcp, session, null).status()).isEqualTo(200);
        Refused.SESSION_REQUIRED.is(mcp.send(RawRequest.post("/mcp", Mcp.request("1", "ping"))), "1");
        assertThat(mcp.send(RawRequest.delete("/mcp").session(session)).status())
                .isEqualTo(204);
        Refused.NOT_FOUND.is(ping(mcp, session, null), "1");
    }

    @Test
    void ownerResolverThatWasHandedOver_isAsked() throws Exception {
        Mcp mcp = start("PT7M");
        String session = open(mcp, "alice");

        assertThat(ping(mcp, session, "alice").status()).isEqualTo(200);
        Refused.NOT_FOUND.is(ping(mcp, session, "bob"), "1");
    }

    @Test
    void endOfTheApplication_completesItsStreamsAndLeavesNoThread() throws Exception {
        Mcp mcp = start("PT7M");
        String session = open(mcp, null);
        await().atMost(SOON).until(UndertowIT::isSwept);
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get("/mcp?how=asyncSse").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");

            stopApplication();

            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
        assertThat(isSwept()).isFalse();
        assertThat(Jmx.names(ManagementFactory.getPlatformMBeanServer())).isEmpty();
    }

    /* Its worker threads are gone then, and no stream can be completed. */
    @Test
    void applicationThatEndsAfterItsServer_leavesNothing() throws Exception {
        Mcp mcp = start("PT7M");
        String session = open(mcp, null);
        try (RawHttp http = mcp.connect()) {
            EventStream stream = http.send(RawRequest.get("/mcp?how=asyncSse").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");

            server.stop();
            stopApplication();
        }
        assertThat(isSwept()).isFalse();
        assertThat(Jmx.names(ManagementFactory.getPlatformMBeanServer())).isEmpty();
    }

    @Test
    void invalidParameter_failsTheDeployment() {
        assertThatThrownBy(() -> start("soon")).hasStackTraceContaining("mcp.session.idleTimeout");
    }

    private Mcp start(String idleTimeout) throws Exception {
        McpSessionInitializer initializer = new McpSessionInitializer(
                request -> request.getHeader("X-User") == null ? null : Owner.named(request.getHeader("X-User")));
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(UndertowIT.class.getClassLoader())
                .setDeploymentName("embedded")
                .setContextPath("/embedded")
                .addInitParameter("mcp.session.idleTimeout", idleTimeout)
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        McpSessionInitializer.class, new ImmediateInstanceFactory<>(initializer), Set.of()))
                .addServlet(Servlets.servlet("odd", OddEndpoint.class)
                        .addMapping("/mcp/*")
                        .setAsyncSupported(true));
        application = Servlets.newContainer().addDeployment(info);
        application.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path().addPrefixPath(info.getContextPath(), application.start()))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return new Mcp(URI.create("http://127.0.0.1:" + address.getPort() + "/embedded"));
    }

    private static String open(Mcp mcp, String user) throws IOException {
        return mcp.send(as(user, RawRequest.post("/mcp", Mcp.initialize()))).sessionId();
    }

    private static HttpAnswer ping(Mcp mcp, String session, String user) throws IOException {
        return mcp.send(
                as(user, RawRequest.post("/mcp", Mcp.request("1", "ping")).session(session)));
    }

    private static RawRequest as(String user, RawRequest request) {
        return user == null ? request : request.header("X-User", user);
    }

    private static boolean isSwept() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(THREAD));
    }
}
