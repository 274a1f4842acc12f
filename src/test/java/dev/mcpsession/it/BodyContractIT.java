package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.Server;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire contract where the body decides: what is an {@code initialize}, and what everything else is told. */
class BodyContractIT extends DeployedApplication {

    private static final int LONGEST = 256 * 1024;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.asBuilt();
    }

    // What is an initialize.

    @ParameterizedTest
    @EnumSource
    void row10_initializeInAnyJsonForm_200(Endpoint endpoint) throws IOException {
        String params =
                "{\"capabilities\":{},\"clientInfo\":{\"version\":\"1\",\"name\":\"n\"},\"protocolVersion\":\"2025-11-25\"}";
        for (String body : List.of(
                "{\"params\":" + params + ",\"method\":\"initialize\",\"id\":1,\"jsonrpc\":\"2.0\"}",
                " \r\n\t{ \"jsonrpc\" : \"2.0\",\n\"id\" : \"one\",\n\"method\" : \"initialize\", \"params\" : "
                        + params + " } \n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"m\\u0065thod\":\"\\u0069nitialize\",\"params\":" + params + "}",
                Mcp.initialize("0"),
                Mcp.initialize("-7"),
                Mcp.initialize("\"\""),
                Mcp.initialize("1", "\u00fcml\u00e4ut \ud83d\ude00", "1"))) {
            opens(endpoint, RawRequest.post(endpoint.path(), body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_charsetUtf8_200(Endpoint endpoint) throws IOException {
        for (String type : List.of(
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=\"utf-8\"")) {
            opens(
                    endpoint,
                    RawRequest.post(endpoint.path(), Mcp.initialize())
                            .without("Content-Type")
                            .header("Content-Type", type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_metaOfASessionRevision_200(Endpoint endpoint) throws IOException {
        opens(endpoint, RawRequest.post(endpoint.path(), Mcp.initializeWithMeta("1", "2025-06-18")));
    }

    @ParameterizedTest
    @EnumSource
    void row10_errorOfTheEndpoint_opensNothing(Endpoint endpoint) throws IOException {
        // The SDK insists on both media types, the demo's resource on the version of JSON-RPC.
        RawRequest refused = endpoint == Endpoint.ADOPTED
                ? RawRequest.post(endpoint.path(), Mcp.initialize())
                        .without("Accept")
                        .header("Accept", "text/plain")
                : RawRequest.post(endpoint.path(), Mcp.initialize().replace("\"2.0\"", "\"1.0\""));
        HttpAnswer answer = mcp.send(refused);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
    }

    // What is none, although it looks like one.

    @ParameterizedTest
    @EnumSource
    void row13_repeatedMember_400(Endpoint endpoint) throws IOException {
        for (String repeated : List.of(
                "\"method\":\"initialize\"",
                "\"method\":\"ping\"",
                "\"id\":1",
                "\"id\":2",
                "\"params\":{}",
                "\"jsonrpc\":\"2.0\"",
                "\"\\u006dethod\":\"ping\"")) {
            String body = Mcp.initialize().replaceFirst("\\{", "{" + repeated.replace("\\", "\\\\") + ",");
            assertThat(body).contains(repeated);
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, body));
        }
        Refused.SESSION_REQUIRED.is(
                mcp.post(endpoint, "{\"x\":1,\"x\":1," + Mcp.initialize().substring(1)));
    }

    @ParameterizedTest
    @EnumSource
    void row13_batch_400(Endpoint endpoint) throws IOException {
        for (String body : List.of("[" + Mcp.initialize() + "]", "[]", "\"initialize\"", "7", "null", "true")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row13_methodOrIdOfAnotherType_400(Endpoint endpoint) throws IOException {
        for (String method : List.of("[\"initialize\"]", "{\"initialize\":1}", "null", "7")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, Mcp.initialize().replace("\"initialize\"", method)));
        }
        for (String id : List.of("null", "true", "{}", "[1]")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, Mcp.initialize(id)));
        }
        Refused.SESSION_REQUIRED.is(mcp.post(endpoint, Mcp.initialize().replace("\"id\":1,", "")));
        Refused.SESSION_REQUIRED.is(
                mcp.post(endpoint, Mcp.initialize("4").replace("\"initialize\"", "\"Initialize\"")), "4");
        Refused.SESSION_REQUIRED.is(
                mcp.post(endpoint, Mcp.initialize("4").replace("\"initialize\"", "\" initialize\"")), "4");
    }

    @ParameterizedTest
    @EnumSource
    void row13_anotherCharsetOrContentEncoding_400(Endpoint endpoint) throws IOException {
        for (String charset : List.of("iso-8859-1", "us-ascii", "utf-16", "nonsense")) {
            RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize())
                    .without("Content-Type")
                    .header("Content-Type", "application/json; charset=" + charset);
            Refused.SESSION_REQUIRED.is(mcp.send(request));
        }
        for (String encoding : List.of("gzip", "identity", "br")) {
            RawRequest request =
                    RawRequest.post(endpoint.path(), Mcp.initialize()).header("Content-Encoding", encoding);
            Refused.SESSION_REQUIRED.is(mcp.send(request));
        }
        RawRequest zipped = RawRequest.post(endpoint.path(), "")
                .body(gzip(Mcp.initialize()))
                .header("Content-Encoding", "gzip");
        Refused.UNPARSABLE.is(mcp.send(zipped));
    }

    /** Containers and endpoints differ in how they read these. */
    @ParameterizedTest
    @EnumSource
    void row13_contentTypeOfTwoReadings_400(Endpoint endpoint) throws IOException {
        for (String type : List.of(
                "application/json; Charset=Shift_JIS",
                "application/json;charset=utf-8;charset=Shift_JIS",
                "application/json; x=\"; charset=utf-8\"; charset=Shift_JIS",
                "application/json;charset=utf-8;CHARSET=utf-8")) {
            RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize())
                    .without("Content-Type")
                    .header("Content-Type", type);
            Refused.SESSION_REQUIRED.is(mcp.send(request));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row13_notJson_400ParseError(Endpoint endpoint) throws IOException {
        String initialize = Mcp.initialize();
        for (String body : List.of(
                "",
                " ",
                "{",
                "{\"a\":",
                "[",
                "}",
                "nonsense",
                "<xml/>",
                "'x'",
                "{\"a\":1,}",
                "{a:1}",
                "\u0000",
                initialize + initialize,
                initialize + "x",
                initialize + ",",
                "// comment\n" + initialize,
                initialize.substring(0, initialize.length() - 1))) {
            Refused.UNPARSABLE.is(mcp.post(endpoint, body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row13_notUtf8_400ParseError(Endpoint endpoint) throws IOException {
        byte[] latin1 = Mcp.initialize("1", "\u00fcml\u00e4ut", "1").getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = Mcp.initialize().getBytes(StandardCharsets.UTF_16);
        byte[] overlong = "{\"id\":1,\"method\":\"\u00c0\u00afx\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] surrogate = "{\"id\":1,\"method\":\"\u00ed\u00a0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] body : List.of(latin1, utf16, overlong, surrogate)) {
            Refused.UNPARSABLE.is(mcp.send(RawRequest.post(endpoint.path(), "").body(body)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row13_deepNesting_400ParseError(Endpoint endpoint) throws IOException {
        for (int depth : List.of(200, 10_000, 131_072)) {
            Refused.UNPARSABLE.is(mcp.post(endpoint, "[".repeat(depth)));
            Refused.UNPARSABLE.is(mcp.post(endpoint, "[".repeat(depth) + "]".repeat(depth)));
        }
        String deep = "{\"a\":".repeat(40_000) + "1" + "}".repeat(40_000);
        Refused.UNPARSABLE.is(
                mcp.post(endpoint, Mcp.initialize().replace("\"capabilities\":{}", "\"capabilities\":" + deep)));
        assertThat(mcp.ping(endpoint, mcp.open(endpoint)))
                .as("and everything goes on")
                .isEqualTo(200);
    }

    // What everything else is told.

    @ParameterizedTest
    @EnumSource
    void row13_idOfAStringOrNumber_echoed(Endpoint endpoint) throws IOException {
        for (String id : List.of(
                "1",
                "0",
                "-1",
                "12345678901234567890123",
                "1.5",
                "\"\"",
                "\"a\"",
                "\"\u00fc\"",
                "\"null\"",
                "\"</script>\"",
                "\"" + "x".repeat(1_000) + "\"")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, Mcp.request(id, "ping")), id);
            Refused.NOT_FOUND.is(mcp.post(endpoint, "unknown", Mcp.request(id, "ping")), id);
        }
        assertThat(mcp.post(endpoint, Mcp.request("1e2", "ping"))
                        .json()
                        .getJsonNumber("id")
                        .bigDecimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(100));
        assertThat(mcp.post(endpoint, Mcp.request("\"q\\\"\\\\\\n\\ud83d\\ude00\\u0001\"", "ping"))
                        .json()
                        .getString("id"))
                .isEqualTo("q\"\\\n\ud83d\ude00\u0001");
    }

    @ParameterizedTest
    @EnumSource
    void row13_idOfAnotherType_notEchoed(Endpoint endpoint) throws IOException {
        for (String body : List.of(
                Mcp.INITIALIZED,
                Mcp.request("null", "ping"),
                Mcp.request("{\"a\":1}", "ping"),
                Mcp.request("true", "ping"),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"m\"}}",
                "[" + Mcp.request("1", "ping") + "]",
                "{}")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, body));
            Refused.NOT_FOUND.is(mcp.post(endpoint, "unknown", body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row11_modernMeta_400(Endpoint endpoint) throws IOException {
        String probe = Mcp.requestWithMeta("\"probe\"", "server/discover", "\"2026-07-28\"");
        Refused.START_WITH_INITIALIZE.is(mcp.post(endpoint, probe), "\"probe\"");
        Refused.START_WITH_INITIALIZE.is(mcp.post(endpoint, "unknown", probe), "\"probe\"");
        RawRequest listed = RawRequest.post(endpoint.path(), probe).version("2025-11-25");
        Refused.START_WITH_INITIALIZE.is(mcp.send(listed), "\"probe\"");
        Refused.START_WITH_INITIALIZE.is(mcp.post(endpoint, Mcp.initializeWithMeta("8", "2026-07-28")), "8");
        Refused.START_WITH_INITIALIZE.is(mcp.post(endpoint, Mcp.requestWithMeta("8", "ping", "\"nonsense\"")), "8");
        String notification = probe.replace("\"id\":\"probe\",", "");
        Refused.START_WITH_INITIALIZE.is(mcp.post(endpoint, notification));
    }

    @ParameterizedTest
    @EnumSource
    void row11_metaThatIsNotModern_asRow13(Endpoint endpoint) throws IOException {
        for (String version : List.of("\"2025-11-25\"", "null", "20260728", "[\"2026-07-28\"]")) {
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, Mcp.requestWithMeta("1", "ping", version)), "1");
        }
        for (String elsewhere : List.of("_meta", "x")) {
            String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"" + elsewhere
                    + "\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}";
            Refused.SESSION_REQUIRED.is(mcp.post(endpoint, body), "1");
        }
    }

    // How much, and how slowly.

    @ParameterizedTest
    @EnumSource
    void row10_longestBody_200(Endpoint endpoint) throws IOException {
        opens(endpoint, RawRequest.post(endpoint.path(), Mcp.initializeOfLength(LONGEST)));
        opens(
                endpoint,
                RawRequest.post(endpoint.path(), Mcp.initializeOfLength(LONGEST))
                        .chunked());
    }

    @ParameterizedTest
    @EnumSource
    void row13_oneByteMore_413(Endpoint endpoint) throws IOException {
        Refused.TOO_LARGE.is(mcp.send(RawRequest.post(endpoint.path(), Mcp.initializeOfLength(LONGEST + 1))));
        Refused.TOO_LARGE.is(mcp.send(RawRequest.post(endpoint.path(), Mcp.initializeOfLength(LONGEST + 1))
                .chunked()));
    }

    @ParameterizedTest
    @EnumSource
    void row13_largeContentLength_413BeforeTheBody(Endpoint endpoint) throws IOException {
        Refused.TOO_LARGE.is(answerToLength(endpoint, "262145"));
        HttpAnswer huge = answerToLength(endpoint, "9999999999");
        assertThat(huge.status()).isEqualTo(Server.current().statusOfHugeBodies());
        if (huge.status() == 413) {
            Refused.TOO_LARGE.is(huge);
        }
    }

    /* Some servers answer, others take the half-close for the end of the connection: Payara does. LifeIT counts the sessions. */
    @ParameterizedTest
    @EnumSource
    void row13_bodyThatBreaksOff_400(Endpoint endpoint) throws IOException {
        String body = Mcp.initialize();
        try (RawHttp http = mcp.connect()) {
            http.sendHead(
                    RawRequest.post(endpoint.path(), "").header("Content-Length", String.valueOf(body.length() + 1)));
            http.send(body.getBytes(StandardCharsets.UTF_8));
            http.finishSending();
            HttpAnswer answer = http.answer();
            if (Server.current().answersBodiesThatBreakOff()) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.headers(HttpAnswer.SESSION_ID)).isEmpty();
            } else {
                Refused.UNPARSABLE.is(answer);
            }
        } catch (EOFException e) {
            assertThat(e).as("no answer at all").hasMessageContaining("''");
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_bodyInPieces_200(Endpoint endpoint) throws IOException {
        byte[] body = Mcp.initialize().getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = mcp.connect()) {
            http.sendHead(RawRequest.post(endpoint.path(), "").header("Content-Length", String.valueOf(body.length)));
            for (byte piece : body) {
                http.send(new byte[] {piece});
                // Another request in between, so that the pieces are read one by one.
                if (piece == ':') {
                    Refused.NOT_FOUND.is(
                            mcp.send(RawRequest.get(endpoint.path()).session("unknown")));
                }
            }
            HttpAnswer answer = http.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row10_chunkedBody_200(Endpoint endpoint) throws IOException {
        opens(endpoint, RawRequest.post(endpoint.path(), Mcp.initialize()).chunked());
        Refused.NOT_FOUND.is(
                mcp.send(RawRequest.post(endpoint.path(), Mcp.request("1", "ping"))
                        .chunked()
                        .session("unknown")),
                "1");
    }

    @ParameterizedTest
    @EnumSource
    void row10_expectContinue_100Then200(Endpoint endpoint) throws IOException {
        RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize()).header("Expect", "100-continue");
        try (RawHttp http = mcp.connect()) {
            http.sendHead(request);
            assertThat(http.answer().status()).isEqualTo(100);
            HttpAnswer answer = http.send(request.content()).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
        }
    }

    @Test
    void row08_getWithAnEmptyBody_200() throws IOException {
        String session = mcp.open(Endpoint.ADOPTED);
        RawRequest asTheJavaSdkDoes =
                RawRequest.get(Endpoint.ADOPTED.path()).session(session).header("Content-Length", "0");
        try (RawHttp http = mcp.connect();
                EventStream stream = http.send(asTheJavaSdkDoes).stream()) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.bytes(3, Duration.ofSeconds(2))).isEqualTo(":\n\n");
        }
    }

    private HttpAnswer answerToLength(Endpoint endpoint, String length) throws IOException {
        try (RawHttp http = mcp.connect()) {
            http.sendHead(RawRequest.post(endpoint.path(), "").header("Content-Length", length))
                    .within(Duration.ofSeconds(5));
            return http.answer();
        }
    }

    private void opens(Endpoint endpoint, RawRequest request) throws IOException {
        HttpAnswer answer = mcp.send(request);
        assertThat(answer.status()).as("answer: %s", answer).isEqualTo(200);
        assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
