package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** {@code requireSession=false}: an endpoint that needs no session, and clients that lose the id. */
class SessionOptionalIT extends DeployedApplication {

    private static final String REVISION = "2025-11-25";

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("requireSession", "false"));
    }

    /* As public reports have it of hosted clients: each request on a connection of its own, and never an id. */
    @Test
    void clientThatDiscoversInitializesAndLosesTheId_isServed() throws Exception {
        assertThat(send(Mcp.requestWithMeta("0", "server/discover", "\"2026-07-28\""))
                        .status())
                .isEqualTo(400);
        assertThat(send(Mcp.initialize()).status()).isEqualTo(200);
        assertThat(send(Mcp.INITIALIZED).status()).isEqualTo(202);
        HttpAnswer tools = send(Mcp.request("2", "tools/list"));
        HttpAnswer ping = send(Mcp.request("3", "ping"));

        assertThat(tools.status()).isEqualTo(200);
        assertThat(tools.json().getJsonObject("result")).containsKey("tools");
        assertThat(ping.status()).isEqualTo(200);
        assertThat(List.of(tools, ping))
                .allSatisfy(answer ->
                        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty());
        assertThat(jmx.number("ActiveSessions")).as("of the initialize").isOne();
        assertThat(jmx.usage("ProtocolVersions", REVISION))
                .as("sessions, requests")
                .containsExactly(1, 4L);
        assertThat(jmx.usage("Clients", "unknown")).as("sessions, requests").containsExactly(0, 3L);
    }

    @Test
    void idThatIsSent_isChecked() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);

        assertThat(mcp.ping(Endpoint.ISSUED, session)).isEqualTo(200);
        Refused.NOT_FOUND.is(mcp.post(Endpoint.ISSUED, "unknown", Mcp.request("1", "ping")), "1");
    }

    @Test
    void getWithoutAnId_hasNoStream() throws Exception {
        assertThat(mcp.send(RawRequest.get(Endpoint.ISSUED.path())).status()).isEqualTo(405);
    }

    private HttpAnswer send(String body) throws IOException {
        try (RawHttp http = mcp.connect()) {
            return http.send(RawRequest.post(Endpoint.ISSUED.path(), body).header("MCP-Protocol-Version", REVISION))
                    .answer();
        }
    }
}
