package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.Ownership;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.Users;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator finds in the log of a server: from the start of an application to its stop, and what to do about it.
 */
class LogIT {

    private static final Caller ALICE = Caller.named("alice");
    private static final Caller BOB = Caller.named("bob");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LIFETIME = "mcp.session.maxLifetime";

    private static WebArchive war;
    private static StandaloneServer server;

    @BeforeAll
    static void start() throws Exception {
        war = DemoWar.with(Map.of("maxSessions", "2")).addClass(Users.class);
        server = StandaloneServer.start();
        server.set(LIFETIME, "PT1H");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void tellsWhatAnOperatorCanActOn() throws Exception {
        assertThat(server.deploy("logged", war)).isTrue();
        Mcp mcp = server.client("/logged");
        Ownership sessions = new Ownership(mcp);
        String handle;
        String alices;
        try (Jmx jmx = server.jmx()) {
            BlockingQueue<Notification> notifications = jmx.notifications();
            alices = sessions.open(Endpoint.ISSUED, ALICE);
            sessions.ping(Endpoint.ISSUED, alices, ALICE);
            handle = (String) jmx.sessions().get(0).get("handle");
            for (int i = 0; i < 3; i++) {
                assertThat(sessions.ping(Endpoint.ISSUED, alices, BOB)).isEqualTo(404);
            }
            Notification mismatch = notifications.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(mismatch).isNotNull();
            assertThat(mismatch.getType()).isEqualTo("dev.mcpsession.owner.mismatch");
            assertThat(((CompositeData) mismatch.getUserData())
                            .getAll(new String[] {"handle", "owner", "caller", "leftOut"}))
                    .containsExactly(handle, "alice", "bob", 0L);
            sessions.ping(Endpoint.ISSUED, sessions.open(Endpoint.ISSUED, ALICE), ALICE);
            for (int i = 0; i < 3; i++) {
                assertThat(mcp.send(BOB.sends(RawRequest.post(Endpoint.ISSUED.path(), Mcp.initialize())))
                                .status())
                        .isIn(200, 503);
            }
            assertThat(jmx.invoke("expireSession", handle)).isEqualTo(true);
        }
        server.undeploy("logged");
        await().atMost(SOON).until(() -> server.log().contains("/logged: MCP sessions stopped"));

        assertOnce(
                "/logged: MCP sessions started: guards /logged/mcp/*, /logged/stateless/mcp/*; idleTimeout=PT30M (default), initializeTimeout=PT1M (default),"
                        + " streamIdleTimeout=PT24H (default), streamKeepAlive=PT15S (default), maxLifetime=PT1H (system property mcp.session.maxLifetime),"
                        + " sweepInterval=derived (default), maxSessions=2 (context-param mcp.session.maxSessions), maxSessionsPerOwner=-1 (default),");
        assertOnce("/logged: MCP session id presented by a caller other than its owner, answered 404: session " + handle
                + ", owner alice [");
        assertOnce("/logged: the limit of 2 MCP sessions is reached;");
        assertOnce("/logged: operator " + Server.current().jmxCaller() + " called expireSession(" + handle + "): true");
        assertOnce("/logged: MCP sessions stopped: ");
        assertThat(server.log())
                .containsPattern(
                        "/logged: MCP sessions stopped: [2-9] opened and ended \\(.*1 operator.* shutdown\\), .*, 3 of a caller other than the owner;");
        assertThat(server.log()).as("ids are secrets").doesNotContain(alices);
        for (String category : List.of(
                "dev.mcpsession.audit",
                "dev.mcpsession.management.OperatorAlerts",
                "dev.mcpsession.boot.McpSessionService")) {
            assertThat(server.log()).contains(category);
        }
    }

    private static void assertOnce(String line) {
        assertThat(server.log().split(Pattern.quote(line), -1))
                .as("lines with: %s", line)
                .hasSize(2);
    }
}
