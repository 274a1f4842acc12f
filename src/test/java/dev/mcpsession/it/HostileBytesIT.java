package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.ClientDisconnect;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.H2c;
import dev.mcpsession.it.client.HttpAnswer;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.client.Refused;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What no client library sends, and how connections break. Much of it the server refuses before any filter sees it;
 * whatever it lets through gets an answer without an error of the server's, and after each test nothing is in flight
 * and no permit lost. What is hostile within well-formed HTTP/1.1 is in {@link WireContractIT} and
 * {@link BodyContractIT}.
 */
class HostileBytesIT extends DeployedApplication {

    private static final int LIMIT = 4;
    private static final int LONGEST = 256 * 1024;
    private static final Duration SOON = Duration.ofSeconds(5);

    /** For what the server may rather wait for than answer. */
    private static final Duration BRIEFLY = Duration.ofMillis(700);

    private static final String PING = Mcp.request("5", "ping");

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("maxSessions", String.valueOf(LIMIT)));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        jmx.expireAll();
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        for (int i = 0; i < LIMIT; i++) {
            mcp.openInUse(Endpoint.ISSUED);
        }
        Refused.UNAVAILABLE.is(mcp.post(Endpoint.ISSUED, Mcp.initialize("2")), "2");
    }

    // The framing of bodies.

    @ParameterizedTest
    @EnumSource
    void malformedChunksOpenNothing(Endpoint endpoint) throws Exception {
        String json = Mcp.initialize();
        String size = Integer.toHexString(json.length());
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("size too small", Integer.toHexString(json.length() - 5) + "\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("size too large", Integer.toHexString(json.length() + 50) + "\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("no line end after the data", size + "\r\n" + json + "0\r\n\r\n");
        bodies.put("no last chunk", size + "\r\n" + json + "\r\n");
        bodies.put("no size", "\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("size in no digits", "zz\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("size with a prefix", "0x" + size + "\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("negative size", "-1\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("size of 2 GiB", "7fffffff\r\n" + json);
        bodies.put("size of 64 bits", "FFFFFFFFFFFFFFFF\r\n" + json + "\r\n0\r\n\r\n");
        bodies.put("size of 68 bits", "1" + "0".repeat(16) + "\r\n" + json + "\r\n0\r\n\r\n");
        if (!Server.current().readsChunksLeniently()) {
            bodies.put("endless extension", size + ";" + "a".repeat(20_000) + "\r\n" + json + "\r\n0\r\n\r\n");
            bodies.put("a whole body and then a broken chunk", size + "\r\n" + json + "\r\nzz\r\n\r\n");
        }
        bodies.put("a whole body and then a part of a chunk", size + "\r\n" + json + "\r\n10\r\n   ");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            try (RawHttp http = mcp.connect()) {
                http.sendHead(chunkedHead(endpoint))
                        .send(ascii(body.getValue()))
                        .finishSending();
                assertHarmless(body.getKey(), answerOrNothing(http), 400, 413);
            }
        }
        assertThat(jmx.number("SessionCounter")).isZero();
        assertThat(jmx.number("ActiveRequests")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void bodyThatTheServerStillWaitsForHoldsNoPermit(Endpoint endpoint) throws Exception {
        String json = Mcp.initialize();
        try (RawHttp first = mcp.connect();
                RawHttp second = mcp.connect()) {
            first.sendHead(chunkedHead(endpoint))
                    .send(ascii(Integer.toHexString(json.length()) + "\r\n" + json + "\r\n"));
            second.sendHead(
                    RawRequest.post(endpoint.path(), "").header("Content-Length", String.valueOf(json.length() + 1)));
            second.send(ascii(json));
            for (int i = 0; i < LIMIT; i++) {
                mcp.openInUse(endpoint);
            }
            Refused.UNAVAILABLE.is(mcp.post(endpoint, Mcp.initialize("3")), "3");
            jmx.expireAll();
            assertThat(first.send(ascii("0\r\n\r\n")).answer().status())
                    .as("once it is whole")
                    .isEqualTo(200);
            assertThat(second.send(ascii(" ")).answer().status())
                    .as("once it is whole")
                    .isEqualTo(200);
        }
        assertThat(jmx.number("ActiveSessions")).isEqualTo(2);
    }

    /* Extensions are legal and have no use here. */
    @ParameterizedTest
    @EnumSource
    void oddButLegalChunksAreRead(Endpoint endpoint) throws Exception {
        String json = Mcp.initialize();
        String size = Integer.toHexString(json.length());
        String bytes = json.chars().mapToObj(c -> "1\r\n" + (char) c + "\r\n").reduce("", String::concat);
        for (String body : List.of(
                "000" + size.toUpperCase(Locale.ROOT) + "\r\n" + json + "\r\n000\r\n\r\n",
                bytes + "0\r\n\r\n",
                size + "\r\n" + json + "\r\n0\r\nMcp-Session-Id: trailer\r\nMCP-Protocol-Version: 1\r\n\r\n")) {
            try (RawHttp http = mcp.connect()) {
                HttpAnswer answer =
                        http.sendHead(chunkedHead(endpoint)).send(ascii(body)).answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
            }
        }
        try (RawHttp http = mcp.connect()) {
            http.sendHead(chunkedHead(endpoint)).send(ascii(size + ";name=\"value\"\r\n" + json + "\r\n0\r\n\r\n"));
            assertThat(http.answer().status()).isEqualTo(Server.current().readsExtensionsOfChunks() ? 200 : 400);
        }
    }

    /* That of two framings the chunked one holds is HTTP's rule, and the server's to keep. */
    @ParameterizedTest
    @EnumSource
    void lengthThatIsNoneIsRefusedAndEndsTheConnection(Endpoint endpoint) throws Exception {
        String json = Mcp.initialize();
        String chunked = Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n";
        String hidden = "POST " + mcp.base().getRawPath().replaceAll("/$", "") + endpoint.path() + " HTTP/1.1\r\nHost: "
                + mcp.base().getRawAuthority() + "\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
        Map<String, RawRequest> heads = new LinkedHashMap<>();
        heads.put("two lengths", head(endpoint).header("Content-Length", "6").header("Content-Length", "7"));
        heads.put("a list", head(endpoint).header("Content-Length", "6, 6"));
        heads.put("negative", head(endpoint).header("Content-Length", "-6"));
        heads.put("with a sign", head(endpoint).header("Content-Length", "+6"));
        heads.put("no number", head(endpoint).header("Content-Length", "six"));
        heads.put("too large a number", head(endpoint).header("Content-Length", "99999999999999999999"));
        heads.put(
                "unknown coding",
                head(endpoint).header("Transfer-Encoding", "xchunked").header("Content-Length", "6"));
        heads.put(
                "identity",
                head(endpoint).header("Transfer-Encoding", "identity").header("Content-Length", "6"));
        heads.put("space before the colon", head(endpoint).header("Content-Length ", "6"));
        heads.put(
                "disguised",
                head(endpoint).header("Transfer-Encoding", "\u000bchunked").header("Content-Length", "6"));
        for (Map.Entry<String, RawRequest> head : heads.entrySet()) {
            try (RawHttp http = mcp.connect()) {
                http.sendHead(head.getValue()).send(ascii(chunked + hidden)).finishSending();
                HttpAnswer answer = answerOrNothing(http);
                assertHarmless(head.getKey(), answer, 400, 411, 413, 501);
                if (answer != null) {
                    assertThat(answerOrNothing(http))
                            .as("a second answer: %s", head.getKey())
                            .isNull();
                }
            }
        }
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void oneByteLessThanTheLongestIsRead(Endpoint endpoint) throws Exception {
        for (int length : List.of(LONGEST - 1, LONGEST)) {
            RawRequest request = RawRequest.post(endpoint.path(), Mcp.initializeOfLength(length));
            assertThat(mcp.send(request).status()).isEqualTo(200);
            assertThat(mcp.send(request.chunked()).status()).isEqualTo(200);
        }
    }

    /* A blank one in front is not here: Payara then hides them all, from the endpoint as well. */
    @ParameterizedTest
    @EnumSource
    void everyContentEncodingCounts(Endpoint endpoint) throws Exception {
        for (List<String> codings : List.of(
                List.of("gzip", ""),
                List.of("gzip", "identity"),
                List.of("identity", "gzip"),
                List.of("identity", " "),
                List.of(","))) {
            RawRequest request = RawRequest.post(endpoint.path(), Mcp.initialize());
            codings.forEach(coding -> request.header("Content-Encoding", coding));
            Refused.SESSION_REQUIRED.is(mcp.send(request));
        }
        assertThat(jmx.number("SessionCounter")).isZero();
    }

    // How connections break.

    @ParameterizedTest
    @EnumSource
    void requestThatBreaksOffLeavesNothing(ClientDisconnect how) throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            for (RawRequest request : List.of(
                    RawRequest.post(endpoint.path(), Mcp.initialize()),
                    RawRequest.post(endpoint.path(), Mcp.initialize()).session("unknown"),
                    RawRequest.post(endpoint.path(), PING).session(session),
                    RawRequest.post(endpoint.path(), Mcp.INITIALIZED).session(session),
                    RawRequest.post(endpoint.path(), Mcp.toolCall("1", "echo", "{\"text\":\"x\"}"))
                            .session(session))) {
                for (double part : List.of(0.0, 0.5)) {
                    breakOff(how, request, part);
                    breakOff(how, request.chunked(), part);
                }
            }
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
            assertThat(mcp.ping(endpoint, session)).as("the session is whole").isEqualTo(200);
            assertThat(jmx.number("ActiveSessions")).isEqualTo(1);
            jmx.expireAll();
        }
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void clientThatDoesNotWaitForTheAnswerLeavesNothing(ClientDisconnect how) throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            breakOff(how, RawRequest.post(endpoint.path(), PING).session(session), 1);
            breakOff(how, RawRequest.post(endpoint.path(), Mcp.INITIALIZED).session(session), 1);
            breakOff(how, RawRequest.post(endpoint.path(), "{").session(session), 1);
            breakOff(how, RawRequest.post(endpoint.path(), PING).session("unknown"), 1);
            breakOff(how, RawRequest.get(endpoint.path()), 1);
            breakOff(how, RawRequest.delete(endpoint.path()).session("unknown"), 1);
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
            breakOff(how, RawRequest.delete(endpoint.path()).session(session), 1);
            await().atMost(SOON).until(() -> jmx.number("ActiveSessions") == 0);
        }
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(2);
    }

    /* Payara refuses every body of a GET or DELETE itself. WildFly does not, and a stream may then be open without a reader. */
    @ParameterizedTest
    @EnumSource
    void bodyOfAGetOrADeleteMayBreakOff(ClientDisconnect how) throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            for (RawRequest request : List.of(RawRequest.get(endpoint.path()), RawRequest.delete(endpoint.path()))) {
                String session = mcp.open(endpoint);
                breakOff(how, request.session(session).body(PING), 0.5);
                breakOff(how, request.chunked(), 0.5);
                await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == jmx.number("ActiveStreams"));
                assertThat(mcp.ping(endpoint, session))
                        .as("alive, or ended by DELETE")
                        .isIn(200, 404);
            }
            jmx.expireAll();
            await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callOfAClientThatGoesAwayEndsWithItself(ClientDisconnect how) throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        try (RawHttp http = mcp.connect()) {
            EventStream call =
                    http
                            .send(RawRequest.post(Endpoint.ADOPTED.path(), Mcp.countdown(2))
                                    .session(session))
                            .stream();
            assertThat(call.event(SOON)).contains("notifications/progress");
            assertThat(jmx.number("ActiveRequests")).isEqualTo(1);
            how.of(http);
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void streamOfAClientThatGoesAwayEndsWithTheSession(ClientDisconnect how) throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        try (RawHttp http = mcp.connect()) {
            EventStream stream =
                    http.send(RawRequest.get(Endpoint.ADOPTED.path()).session(session)).stream();
            assertThat(stream.bytes(3, SOON)).isEqualTo(":\n\n");
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            how.of(http);
        }
        assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
        jmx.expireAll();
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        assertThat(jmx.number("ActiveRequests")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void connectionMayBreakAfterTheAnswer(ClientDisconnect how) throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            for (RawRequest request : List.of(
                    RawRequest.post(endpoint.path(), PING).session(session),
                    RawRequest.post(endpoint.path(), Mcp.INITIALIZED).session(session),
                    RawRequest.post(endpoint.path(), PING).session("unknown"))) {
                try (RawHttp http = mcp.connect()) {
                    assertThat(http.send(request).answer().status()).isLessThan(500);
                    how.of(http);
                }
            }
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
        }
    }

    // Expect: 100-continue.

    @ParameterizedTest
    @EnumSource
    void bodyThatWasAnnouncedMayNeverCome(ClientDisconnect how) throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            String session = mcp.open(endpoint);
            for (String id : List.of(session, "unknown", "")) {
                try (RawHttp http = mcp.connect()) {
                    http.sendHead(RawRequest.post(endpoint.path(), Mcp.initialize())
                            .session(id)
                            .header("Expect", "100-continue"));
                    assertThat(http.answer().status()).isEqualTo(100);
                    how.of(http);
                }
            }
            await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
            assertThat(mcp.ping(endpoint, session)).isEqualTo(200);
        }
        assertThat(jmx.number("SessionCounter")).isEqualTo(2);
    }

    /* Whether 100 comes first is the server's business: Payara always sends it. The filter's answer needs no body. */
    @ParameterizedTest
    @EnumSource
    void refusalThatNeedsNoBodyDoesNotWaitForIt(Endpoint endpoint) throws Exception {
        RawRequest large = RawRequest.post(endpoint.path(), "").header("Content-Length", "300000");
        RawRequest twoIds =
                RawRequest.post(endpoint.path(), PING).session("one").session("other");
        RawRequest put = RawRequest.of("PUT", endpoint.path()).body(PING);
        for (Map.Entry<RawRequest, Refused> refusal :
                Map.of(large, Refused.TOO_LARGE, twoIds, Refused.CONTRADICTION).entrySet()) {
            try (RawHttp http = mcp.connect()) {
                refusal.getValue().is(finalAnswer(http.sendHead(refusal.getKey().header("Expect", "100-continue"))));
            }
        }
        try (RawHttp http = mcp.connect()) {
            // A refusal that keeps the connection leaves after the server has dealt with the body.
            http.sendHead(put.header("Expect", "100-continue")).send(put.content());
            Refused.METHOD.allowing("POST, GET, DELETE, OPTIONS", finalAnswer(http));
        }
    }

    @ParameterizedTest
    @EnumSource
    void liveRequestMayWaitForContinue(Endpoint endpoint) throws Exception {
        String session = mcp.open(endpoint);
        RawRequest request =
                RawRequest.post(endpoint.path(), PING).session(session).header("Expect", "100-Continue");
        try (RawHttp http = mcp.connect()) {
            assertThat(http.sendHead(request).answer().status()).isEqualTo(100);
            assertThat(http.send(request.content()).answer().json().getInt("id"))
                    .isEqualTo(5);
        }
        HttpAnswer unmet =
                mcp.send(RawRequest.post(endpoint.path(), PING).session(session).header("Expect", "nonsense"));
        assertHarmless("another expectation", unmet, 200, 400, 417);
    }

    // Heads.

    /** Spaces and tabs around a value are no part of it. Any other byte is, or the server refuses it. */
    @Test
    void onlySpacesAroundAnIdAreTakenAway() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        for (char c : outsideOfVisibleAscii()) {
            String inside = session.substring(0, 4) + c + session.substring(4);
            int around = c == ' ' || c == '\t' ? 200 : 404;
            for (Map.Entry<String, Integer> id : Map.of(c + session, around, session + c, around, inside, 404)
                    .entrySet()) {
                HttpAnswer answer = answerOrNothing(
                        RawRequest.post(Endpoint.ADOPTED.path(), PING).session(id.getKey()));
                assertHarmless(String.format("0x%02x in an id", (int) c), answer, 400, id.getValue());
            }
        }
    }

    @Test
    void strayBytesInOtherHeadersHarmNothing() throws Exception {
        for (char c : outsideOfVisibleAscii()) {
            String what = String.format("0x%02x", (int) c);
            String path = Endpoint.ISSUED.path();
            String session = mcp.open(Endpoint.ISSUED);
            RawRequest ping = RawRequest.post(path, PING).session(session);
            assertHarmless(what + " in a version", answerOrNothing(ping.version("2025-11" + c + "-25")), 400);
            assertHarmless(
                    what + " in an origin",
                    answerOrNothing(RawRequest.post(path, PING).session(session).header("Origin", "http://" + c + "x")),
                    400,
                    403);
            assertHarmless(
                    what + " in the last event's id",
                    answerOrNothing(
                            RawRequest.post(path, PING).session(session).header("Last-Event-ID", "1" + c + "2")),
                    200,
                    400);
            assertHarmless(
                    what + " in a type",
                    answerOrNothing(RawRequest.post(path, Mcp.initialize())
                            .without("Content-Type")
                            .header("Content-Type", "application/json; charset=ut" + c + "f-8")),
                    400,
                    415,
                    Server.current().statusOfImpossibleCharsets());
            jmx.expireAll();
        }
    }

    @Test
    void headThatIsNotWellFormedIsRefusedOrReadInOneWay() throws Exception {
        String session = mcp.open(Endpoint.ADOPTED);
        String half = session.substring(0, 8);
        String rest = session.substring(8);
        Map<String, int[]> lines = new LinkedHashMap<>();
        lines.put("Mcp-Session-Id:\r\n " + session, new int[] {200, 400});
        lines.put("Mcp-Session-Id: " + session + "\r\n ", new int[] {200, 400});
        lines.put("Mcp-Session-Id: " + session + "\r\n more", new int[] {400, 404});
        lines.put("Mcp-Session-Id: " + half + "\r\n\t" + rest, new int[] {400, 404});
        lines.put("Mcp-Session-Id: " + half + "\r" + rest, new int[] {400, 404});
        lines.put("Mcp-Session-Id: " + half + "\n" + rest, new int[] {400, 404});
        lines.put("Mcp-Session-Id : " + session, new int[] {200, 400, 404});
        lines.put("X: y\r\n Mcp-Session-Id: " + session, new int[] {400});
        lines.put("Mcp-Session-Id " + session, new int[] {Server.current().readsHeadersWithoutColon() ? 200 : 400});
        lines.put("Mcp-Session-Id\u0000: " + session, new int[] {400});
        lines.put("Mcp-Session-Id: " + session + ", " + session, new int[] {404});
        lines.put("Mcp-Session-Id: \"" + session + "\"", new int[] {404});
        lines.put("Mcp-Session-Id: =?utf-8?q?" + session + "?=", new int[] {404});
        lines.put("Mcp-Session-Id: " + "a".repeat(10_000), new int[] {400, 404, 431});
        lines.put("X: y\r\n".repeat(300) + "Mcp-Session-Id: " + session, new int[] {200, 400, 431});
        lines.put(
                "Mcp-Session-Id: " + session + "\r\n" + "mcp-session-id: \r\n".repeat(50) + "X: y",
                new int[] {200, 400, 431});
        lines.put("Mcp-Session-Id: " + session + "\r\nHost: evil.example", new int[] {200, 400});
        lines.put(": empty\r\nMcp-Session-Id: " + session, new int[] {200, 400});
        for (Map.Entry<String, int[]> line : lines.entrySet()) {
            try (RawHttp http = mcp.connect()) {
                http.send(ascii(requestLine("POST", Endpoint.ADOPTED.path(), "HTTP/1.1") + line.getKey() + "\r\n"
                        + "Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: "
                        + PING.length() + "\r\n\r\n" + PING));
                assertHarmless(line.getKey(), answerOrNothing(http), line.getValue());
            }
        }
        assertThat(mcp.ping(Endpoint.ADOPTED, session)).isEqualTo(200);
    }

    @Test
    void oddRequestLinesAreNoWayPastTheFilter() throws Exception {
        String session = mcp.open(Endpoint.ISSUED);
        for (String method : List.of("post", "P\u0001ST", "X".repeat(300), "CONNECT", "TRACE")) {
            if (method.equals("post") && Server.current().readsMethodsInAnyCase()) {
                continue;
            }
            assertNotServed(requestLine(method, Endpoint.ISSUED.path(), "HTTP/1.1"), session, 400, 403, 405, 501);
        }
        for (String version : List.of("HTTP/1.2", "HTTP/9.9", "http/1.1", "HTTP/1.11")) {
            assertNotServed(requestLine("POST", Endpoint.ISSUED.path(), version), "", 400, 505);
        }
        String path = Endpoint.ISSUED.path();
        for (String disguise : List.of(
                path + ";a=b",
                path + ";jsessionid=1",
                path + "/",
                path + "/.",
                path + "/x/..",
                path + "%2f",
                path + "/%2e",
                path + "%00",
                path + "?x=%zz",
                path + "\u00e9",
                "//" + path,
                "/." + path,
                "/x/.." + path,
                "/x/..;" + path,
                "/;" + path,
                path.replace("/mcp", "//mcp"),
                path.replace("mcp", "%6dcp"),
                path.replace("/mcp", "/./mcp"),
                path.replace("/mcp", ";a/mcp"),
                path.replace("/mcp", "/;a/mcp"),
                path.replace("mcp", "MCP"))) {
            assertNotServed(requestLine("POST", disguise, "HTTP/1.1"), "", 200, 400, 404, 405);
        }
        String absolute = requestLine("POST", path, "HTTP/1.1")
                .replaceFirst(" ", " http://" + mcp.base().getRawAuthority());
        assertNotServed(absolute, "", 400);
    }

    @ParameterizedTest
    @EnumSource
    void oldClientsAreServedWithoutChunks(Endpoint endpoint) throws Exception {
        String body = Mcp.initialize();
        try (RawHttp http = mcp.connect()) {
            http.send(ascii(requestLine("POST", endpoint.path(), "HTTP/1.0")
                    + "Accept: application/json, text/event-stream\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
            HttpAnswer answer = http.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers("Transfer-Encoding")).isEmpty();
            assertThat(answer.json().getJsonObject("result")).isNotNull();
            assertThat(mcp.ping(endpoint, answer.sessionId())).isEqualTo(200);
        }
    }

    // HTTP/2 without TLS.

    @NotOn(
            value = {Server.LIBERTY, Server.JETTY},
            because =
                    "it speaks HTTP/2 without TLS from the first byte or not at all, and the client asks for an upgrade")
    @ParameterizedTest
    @EnumSource
    void wholeSessionOverHttp2(Endpoint endpoint) throws Exception {
        H2c h2c = new H2c(mcp.base());
        HttpResponse<String> opened = h2c.post(endpoint, null, Mcp.initialize());
        assertThat(opened.statusCode())
                .as("the request that asks for the upgrade")
                .isEqualTo(200);
        List<String> ids = opened.headers().allValues(HttpAnswer.SESSION_ID);
        assertThat(ids).hasSize(1);
        String session = ids.get(0);
        assertThat(h2c.post(endpoint, session, Mcp.INITIALIZED).statusCode()).isEqualTo(202);
        assertThat(h2c.post(endpoint, session, Mcp.request("2", "tools/list")).body())
                .contains("echo", "session_info");
        HttpResponse<String> called = h2c.post(endpoint, session, Mcp.toolCall("3", "echo", "{\"text\":\"over h2c\"}"));
        assertThat(called.body()).contains("over h2c");
        assertThat(called.headers().allValues(HttpAnswer.SESSION_ID)).isEmpty();
        assertThat(mcp.ping(endpoint, session))
                .as("over HTTP/1.1 it is the same session")
                .isEqualTo(200);
        HttpResponse<String> unknown = h2c.post(endpoint, "unknown", PING);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32600,\"message\":\"Session not found\"}}");
        assertThat(h2c.delete(endpoint, session).statusCode()).isEqualTo(endpoint == Endpoint.ADOPTED ? 200 : 204);
        assertThat(h2c.post(endpoint, session, PING).statusCode()).isEqualTo(404);
        assertThat(jmx.number("SessionCounter")).isEqualTo(1);
        assertThat(jmx.number("TerminatedSessions")).isEqualTo(1);
    }

    @NotOn(
            value = {Server.LIBERTY, Server.JETTY},
            because =
                    "it speaks HTTP/2 without TLS from the first byte or not at all, and the client asks for an upgrade")
    @Test
    void streamsOverHttp2EndWithTheSession() throws Exception {
        H2c h2c = new H2c(mcp.base());
        String session = h2c.open(Endpoint.ADOPTED);
        try (InputStream stream = h2c.listen(session)) {
            assertThat(stream.readNBytes(3)).as("sent at once").isEqualTo(ascii(":\n\n"));
            assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
            assertThat(h2c.post(Endpoint.ADOPTED, session, Mcp.countdown(1)).body())
                    .contains("notifications/progress", "Counted 1 s.");
            assertThat(h2c.delete(Endpoint.ADOPTED, session).statusCode()).isEqualTo(200);
            assertThat(stream.readAllBytes()).isEmpty();
        }
        assertThat(jmx.number("ActiveStreams")).isZero();
    }

    /** The client resets the stream, and the connection lives on. */
    @NotOn(
            value = {Server.LIBERTY, Server.JETTY},
            because =
                    "it speaks HTTP/2 without TLS from the first byte or not at all, and the client asks for an upgrade")
    @Test
    void callThatIsCancelledOverHttp2EndsWithItself() throws Exception {
        H2c h2c = new H2c(mcp.base());
        String session = h2c.open(Endpoint.ADOPTED);
        try (InputStream call = h2c.stream(session, Mcp.countdown(2))) {
            assertThat(call.read()).isNotNegative();
            assertThat(jmx.number("ActiveRequests")).isEqualTo(1);
        }
        await().atMost(SOON).until(() -> jmx.number("ActiveRequests") == 0);
        assertThat(h2c.post(Endpoint.ADOPTED, session, PING).statusCode()).isEqualTo(200);
        try (InputStream stream = h2c.listen(session)) {
            assertThat(stream.read()).isNotNegative();
        }
        jmx.expireAll();
        await().atMost(SOON).until(() -> jmx.number("ActiveStreams") == 0);
        assertThat(h2c.post(Endpoint.ADOPTED, session, PING).statusCode()).isEqualTo(404);
    }

    @NotOn(
            value = {Server.LIBERTY, Server.JETTY},
            because =
                    "it speaks HTTP/2 without TLS from the first byte or not at all, and the client asks for an upgrade")
    @ParameterizedTest
    @EnumSource
    void longestBodyIsTheSameOverHttp2(Endpoint endpoint) throws Exception {
        H2c h2c = new H2c(mcp.base());
        // A server need not keep a long body for after the upgrade.
        h2c.open(endpoint);
        for (int length : List.of(LONGEST - 1, LONGEST)) {
            assertThat(h2c.post(endpoint, null, Mcp.initializeOfLength(length)).statusCode())
                    .as("%d bytes", length)
                    .isEqualTo(200);
        }
        // Of unknown length, so that it is read: what is refused by its Content-Length alone, Payara leaves the client
        // to send in vain.
        assertThat(h2c.postOfUnknownLength(endpoint, Mcp.initializeOfLength(LONGEST + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(jmx.number("SessionCounter")).isEqualTo(3);
    }

    @Test
    void serverSpeaksHttp2WithoutBeingAsked() throws Exception {
        byte[] emptySettings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), mcp.base().getPort())) {
            socket.setSoTimeout(Math.toIntExact(SOON.toMillis()));
            socket.getOutputStream().write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            socket.getOutputStream().write(emptySettings);
            assertThat(socket.getInputStream().readNBytes(4)[3])
                    .as("type of the first frame: SETTINGS")
                    .isEqualTo((byte) 4);
        }
    }

    // Helpers.

    /** Sends the head and a part of the body, all of it where that is 1, and breaks the connection. */
    private void breakOff(ClientDisconnect how, RawRequest request, double part) throws IOException {
        byte[] content = request.content();
        try (RawHttp http = mcp.connect()) {
            http.sendHead(request).send(Arrays.copyOf(content, (int) (content.length * part)));
            how.of(http);
        }
    }

    private static RawRequest head(Endpoint endpoint) {
        return RawRequest.of("POST", endpoint.path())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private static RawRequest chunkedHead(Endpoint endpoint) {
        return head(endpoint).header("Transfer-Encoding", "chunked");
    }

    /** The request line and the host. */
    private String requestLine(String method, String path, String version) {
        return method + " " + mcp.base().getRawPath().replaceAll("/$", "") + path + " " + version + "\r\nHost: "
                + mcp.base().getRawAuthority() + "\r\n";
    }

    private void assertNotServed(String requestLine, String session, int... statuses) throws IOException {
        try (RawHttp http = mcp.connect()) {
            http.send(ascii(requestLine + "Mcp-Session-Id: " + session
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + PING.length() + "\r\n\r\n" + PING));
            HttpAnswer answer = answerOrNothing(http);
            assertHarmless(requestLine, answer, statuses);
            if (answer != null) {
                assertThat(answer.text()).as(requestLine).doesNotContain("\"result\"");
            }
        }
    }

    /** No error of the server's, no stack trace, no session id; no answer at all is the server's way to refuse. */
    private static void assertHarmless(String what, @Nullable HttpAnswer answer, int... statuses) {
        if (answer != null) {
            String about = "%s: %s".formatted(what, answer);
            assertThat(statuses).as(about).contains(answer.status());
            assertThat(answer.text()).as(about).doesNotContain("Exception", "\tat ", "dev.mcpsession");
            assertThat(answer.headers(HttpAnswer.SESSION_ID)).as(about).isEmpty();
        }
    }

    private @Nullable HttpAnswer answerOrNothing(RawRequest request) throws IOException {
        try (RawHttp http = mcp.connect()) {
            return answerOrNothing(http.send(request));
        }
    }

    /** Null where the server closes the connection, or goes on waiting for more. */
    private static @Nullable HttpAnswer answerOrNothing(RawHttp http) throws IOException {
        try {
            return http.within(BRIEFLY).answer();
        } catch (EOFException | SocketException | SocketTimeoutException e) {
            return null;
        }
    }

    private static HttpAnswer finalAnswer(RawHttp http) throws IOException {
        HttpAnswer answer = http.answer();
        return answer.status() == 100 ? http.answer() : answer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Character> outsideOfVisibleAscii() {
        return IntStream.rangeClosed(0, 0xFF)
                .filter(c -> c <= ' ' || c == 0x7F || c == 0x80 || c == 0x85 || c == 0xA0 || c == 0xFF)
                .filter(c -> c != '\r' && c != '\n')
                .mapToObj(c -> (char) c)
                .toList();
    }
}
