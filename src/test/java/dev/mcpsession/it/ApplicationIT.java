package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.ObservedSessions;
import dev.mcpsession.it.endpoint.ObservingEndpoint;
import dev.mcpsession.it.server.OddWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What an application with CDI sees of its sessions: injection, and events. */
@NotOn(value = Server.JETTY, because = "it has no CDI")
class ApplicationIT extends DeployedApplication {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Deployment(testable = false)
    static WebArchive observed() {
        return OddWar.with(Map.of("idleTimeout", "PT1H"))
                .addClasses(ObservingEndpoint.class, ObservedSessions.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    @Test
    void injectedSession_isThatOfTheRequest() throws Exception {
        String first = open("first");
        String second = open("second");

        assertThat(call(first))
                .contains(
                        "\"injected\":\"" + jmx.handleOf("first") + "\"",
                        "\"current\":\"" + jmx.handleOf("first") + "\"",
                        "\"found\":true");
        assertThat(call(second)).contains("\"injected\":\"" + jmx.handleOf("second") + "\"");
    }

    @Test
    void initialize_hasNoSessionBeforeItsResponse() throws Exception {
        assertThat(initialize("client").text()).contains("\"injected\":\"IllegalStateException\"");
    }

    @Test
    void requestWithoutSession_seesTheSessionsOfTheApplication() throws Exception {
        open("first");
        open("second");

        assertThat(outside(""))
                .contains("\"injected\":\"IllegalStateException\"", "\"current\":\"none\"", "\"found\":false")
                .contains("\"count\":2", jmx.handleOf("first"), jmx.handleOf("second"));
    }

    @Test
    void applicationEndsASession() throws Exception {
        String session = open("client");
        String handle = jmx.handleOf("client");

        assertThat(outside("?end=" + handle)).contains("\"ended\":true");
        assertThat(outside("?end=" + handle)).contains("\"ended\":false", "\"count\":0");
        assertThat(outside("?end=unknown")).contains("\"ended\":false");

        assertThat(post(session).status()).isEqualTo(404);
        assertThat(jmx.number("TerminatedSessions")).isOne();
        assertThat(events(handle)).contains("ended " + handle + " OPERATOR");
    }

    @Test
    void observersAreToldOfEachSession_once() throws Exception {
        String session = open("client");
        String handle = jmx.handleOf("client");
        call(session);
        assertThat(mcp.send(RawRequest.delete(ObservingEndpoint.PATH).session(session))
                        .status())
                .isEqualTo(204);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(handle))
                        .containsExactlyInAnyOrder(
                                "opened " + handle,
                                "opened later " + handle,
                                "ended " + handle + " CLIENT",
                                "ended later " + handle + " CLIENT"));
    }

    @Test
    void observersOfAnEndByAnOperator_runWithTheClassLoaderOfTheApplication() throws Exception {
        open("client");
        String handle = jmx.handleOf("client");

        assertThat(jmx.invoke("expireSession", handle)).isEqualTo(true);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(handle))
                        .contains("ended " + handle + " OPERATOR", "ended later " + handle + " OPERATOR"));
    }

    @Test
    void observersThatThrow_changeNothing() throws Exception {
        String session = open(ObservedSessions.FAILING_CLIENT);
        String handle = jmx.handleOf(ObservedSessions.FAILING_CLIENT);

        assertThat(post(session).status()).isEqualTo(200);
        assertThat(mcp.send(RawRequest.delete(ObservingEndpoint.PATH).session(session))
                        .status())
                .isEqualTo(204);

        assertThat(post(session).status()).isEqualTo(404);
        assertThat(jmx.number("ActiveSessions")).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events(handle))
                        .contains("ended " + handle + " CLIENT", "ended later " + handle + " CLIENT"));
    }

    private String open(String client) throws IOException {
        String session = initialize(client).sessionId();
        assertThat(mcp.send(RawRequest.post(ObservingEndpoint.PATH, Mcp.INITIALIZED)
                                .session(session))
                        .status())
                .isEqualTo(200);
        return session;
    }

    private HttpAnswer initialize(String client) throws IOException {
        return mcp.send(RawRequest.post(ObservingEndpoint.PATH, Mcp.initialize("1", client, "1.0")));
    }

    private String call(String session) throws IOException {
        return post(session).text();
    }

    private HttpAnswer post(String session) throws IOException {
        return mcp.send(RawRequest.post(ObservingEndpoint.PATH, Mcp.request("2", "ping"))
                .session(session));
    }

    private String outside(String query) throws IOException {
        return mcp.send(RawRequest.post(ObservingEndpoint.OBSERVED + query, "")).text();
    }

    private List<String> events(String handle) throws IOException {
        return mcp.send(RawRequest.get(ObservingEndpoint.OBSERVED))
                .text()
                .lines()
                .filter(line -> line.contains(handle))
                .toList();
    }
}
