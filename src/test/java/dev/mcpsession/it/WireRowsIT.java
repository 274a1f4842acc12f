package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.OddWar;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/**
 * One request for each row of the wire contract, on every server. All that a row says is tested on one server, by
 * {@link WireContractIT}, {@link BodyContractIT}, {@link SessionlessIT} and {@link HostileBytesIT}.
 */
class WireRowsIT extends DeployedApplication {

    private static final String PATH = "/mcp";
    private static final String SESSIONLESS = "2026-07-28";
    private static final String LISTED_ORIGIN = "https://app.example";
    private static final Duration SOON = Duration.ofSeconds(5);

    @Deployment(testable = false)
    static WebArchive endpoint() {
        return OddWar.with(Map.of(
                "protocolVersions",
                "2025-11-25, " + SESSIONLESS,
                "allowedOrigins",
                LISTED_ORIGIN,
                "allowClientTermination",
                "false"));
    }

    @Test
    void row01_foreignOrigin_403() throws IOException {
        Refused.ORIGIN.is(mcp.send(RawRequest.post(PATH, Mcp.initialize()).header("Origin", "https://other.example")));
    }

    @Test
    void row02_preflightOfAListedOrigin_204() throws IOException {
        HttpAnswer answer = mcp.send(RawRequest.of("OPTIONS", PATH)
                .header("Origin", LISTED_ORIGIN)
                .header("Access-Control-Request-Method", "POST"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers("Access-Control-Allow-Origin")).containsExactly(LISTED_ORIGIN);
    }

    @Test
    void row03_put_405() throws IOException {
        Refused.METHOD.allowing(
                "POST, GET, OPTIONS", mcp.send(RawRequest.of("PUT", PATH).body("{}")));
    }

    @Test
    void row04_twoDifferentIds_400() throws IOException {
        Refused.CONTRADICTION.is(mcp.send(ping().session(open()).session("unknown")));
    }

    @Test
    void row05_postOfTheSessionlessRevision_endpointSeesNoSession() throws IOException {
        HttpAnswer answer = mcp.send(ping().version(SESSIONLESS).session(open()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(answer.json().getJsonArray("sessionIds")).isEmpty();
    }

    @Test
    void row06_postOfAnUnknownVersion_400WithTheSupportedOnes() throws IOException {
        Refused.unsupported("\"2025-11-25\",\"2026-07-28\"", "2099-01-01")
                .is(mcp.send(ping().version("2099-01-01")), "1");
    }

    @Test
    void row07_deleteWhereClientsMayNotTerminate_405() throws IOException {
        String session = open();
        assertThat(mcp.send(RawRequest.delete(PATH).session(session)).status()).isEqualTo(405);
        assertThat(mcp.send(ping().session(session)).status()).isEqualTo(200);
    }

    @Test
    void row08_postOfALiveSession_endpointSeesTheSession() throws IOException {
        String session = open();
        assertThat(mcp.send(ping().session(session)).json().getString("sessionId"))
                .isEqualTo(session);
    }

    @Test
    void row08_getOfALiveSession_streamThatEndsWithTheSession() throws Exception {
        String session = open();
        try (RawHttp http = mcp.connect()) {
            EventStream stream =
                    http.send(RawRequest.get(PATH + "?how=asyncSse").session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            jmx.expireAll();
            assertThat(stream.eventsToEnd(SOON)).isEmpty();
        }
    }

    @Test
    void row09_getWithAnUnknownId_404() throws IOException {
        Refused.NOT_FOUND.is(mcp.send(RawRequest.get(PATH).session("unknown")));
    }

    @Test
    void row09_getWithoutAnId_405() throws IOException {
        Refused.METHOD.allowing("POST", mcp.send(RawRequest.get(PATH)));
    }

    @Test
    void row10_initialize_opensASession() throws IOException {
        HttpAnswer answer = mcp.send(RawRequest.post(PATH, Mcp.initialize()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.sessionId()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void row11_modernMetaWithoutItsVersion_400() throws IOException {
        String body = Mcp.requestWithMeta("1", "server/discover", "\"" + SESSIONLESS + "\"");
        Refused.HEADER_MISMATCH.is(mcp.send(RawRequest.post(PATH, body)), "1");
    }

    @Test
    void row12_postWithAnUnknownId_404() throws IOException {
        Refused.NOT_FOUND.is(mcp.send(ping().session("unknown")), "1");
    }

    @Test
    void row13_postWithoutAnId_400() throws IOException {
        Refused.SESSION_REQUIRED.is(mcp.send(ping()), "1");
    }

    @Test
    void row13_bodyOverTheLimit_413() throws IOException {
        Refused.TOO_LARGE.is(mcp.send(RawRequest.post(PATH, Mcp.initializeOfLength(256 * 1024 + 1))));
    }

    private String open() throws IOException {
        return mcp.send(RawRequest.post(PATH, Mcp.initialize())).sessionId();
    }

    private static RawRequest ping() {
        return RawRequest.post(PATH, Mcp.request("1", "ping"));
    }
}
