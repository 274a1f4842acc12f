package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.it.server.StandaloneServer;
import java.util.EnumMap;
import java.util.Map;
import javax.management.remote.JMXConnector;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions outlive the application: it goes, with all that it holds in memory, and comes back. */
class RedeploymentIT {

    private static final String KEY = SecretsRecorder.keep("0123456789abcdef".repeat(4));
    private static final String OTHER_KEY = SecretsRecorder.keep("fedcba9876543210".repeat(4));

    private static StandaloneServer server;
    private static JMXConnector connector;

    @BeforeAll
    static void start() throws Exception {
        server = StandaloneServer.start();
        connector = server.connector();
    }

    @AfterAll
    static void stop() throws Exception {
        connector.close();
        server.stop();
    }

    @Test
    void redeployed_sessionsGoOn_underTheirHandles() throws Exception {
        deploy("lasting", KEY);
        Mcp mcp = server.client("/lasting");
        Map<Endpoint, String> sessions = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            sessions.put(endpoint, mcp.openInUse(endpoint));
        }
        Object handles = handles();
        server.undeploy("lasting");
        deploy("lasting", OTHER_KEY + ", " + KEY);

        for (Endpoint endpoint : Endpoint.values()) {
            assertThat(mcp.ping(endpoint, sessions.get(endpoint)))
                    .as("%s", endpoint)
                    .isEqualTo(200);
        }
        assertThat(handles()).isEqualTo(handles);
        server.undeploy("lasting");
    }

    @Test
    void redeployedWithAnotherKey_orUnderAnotherPath_sessionsAreUnknown() throws Exception {
        deploy("lasting", KEY);
        String session = server.client("/lasting").open(Endpoint.ISSUED);
        server.undeploy("lasting");
        deploy("lasting", OTHER_KEY);
        assertThat(server.client("/lasting").ping(Endpoint.ISSUED, session)).isEqualTo(404);
        server.undeploy("lasting");

        deploy("elsewhere", KEY);
        assertThat(server.client("/elsewhere").ping(Endpoint.ISSUED, session)).isEqualTo(404);
        server.undeploy("elsewhere");
    }

    private static void deploy(String name, String keys) throws Exception {
        WebArchive demo = DemoWar.with(Map.of("resumeKey", keys));
        int line = server.logSize();
        assertThat(server.deploy(name, demo)).as(server.trouble(line)).isTrue();
    }

    private static Object handles() throws Exception {
        return Jmx.over(connector, "/lasting").sessions().stream()
                .map(row -> row.get("handle"))
                .sorted()
                .toList();
    }
}
