package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcpsession.filter.JsonRpcPeek.Kind;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcPeekerTest {

    private static final int LIMIT = 256 * 1024;

    private final Sessions time = Sessions.standard();
    private final JsonRpcPeeker reader = new JsonRpcPeeker(time);

    @Test
    void recognisesAnInitialize() {
        byte[] body = INITIALIZE.getBytes(UTF_8);

        JsonRpcPeek message = reader.read(FakeRequest.post(body));

        assertThat(message.kind()).isEqualTo(Kind.INITIALIZE);
        assertThat(message.opensSession()).isTrue();
        assertThat(message.isSessionless()).isFalse();
        assertThat(message.id()).hasToString("1");
        assertThat(message.body()).isEqualTo(body);
    }

    @Test
    void learnsWhoTheClientIs() {
        JsonRpcPeek message = read(INITIALIZE);

        assertThat(message.client().protocolVersion()).isEqualTo("2025-11-25");
        assertThat(message.client().name()).isEqualTo("probe");
        assertThat(message.client().version()).isEqualTo("1.2");
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        JsonRpcPeek message = read("""
                { "params": {"clientInfo": {"version": "1", "title": "x", "name": "a"}, "protocolVersion": "2025-06-18"},
                  "method": "initialize", "id": "x", "jsonrpc": "2.0" }
                """);

        assertThat(message.opensSession()).isTrue();
        assertThat(message.client().name()).isEqualTo("a");
        assertThat(message.id()).hasToString("\"x\"");
    }

    @Test
    void whatTheClientSaysIsMadeSafe() {
        JsonRpcPeek message = read("""
                {"id":1,"method":"initialize","params":{"protocolVersion":"%s",
                 "clientInfo":{"name":"<b>\\r\\nä\\ud800","version":["1"]}}}
                """.formatted("9".repeat(65)));

        assertThat(message.client().name()).isEqualTo("?b???ä?");
        assertThat(message.client().version()).isNull();
        assertThat(message.client().protocolVersion()).isEqualTo("9".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"method\":\"initialize\"}",
                "{\"id\":1,\"method\":\"initialize\",\"params\":null}",
                "{\"id\":1,\"method\":\"initialize\",\"params\":[]}",
                "{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientInfo\":\"x\",\"protocolVersion\":1,\"_meta\":2}}"
            })
    void aPoorInitializeIsStillOneForTheEndpointToJudge(String body) {
        assertThat(read(body).opensSession()).isTrue();
        assertThat(read(body).client().name()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-7, -7",
        "'\"abc\"', '\"abc\"'",
        "'\"\"', '\"\"'",
        "1.5, 1.5",
        "9007199254740993, 9007199254740993"
    })
    void anIdIsAStringOrANumber(String id, String echoed) {
        JsonRpcPeek message = read("{\"id\":" + id + ",\"method\":\"initialize\"}");

        assertThat(message.kind()).isEqualTo(Kind.INITIALIZE);
        assertThat(message.id()).hasToString(echoed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"a\":1}", "[]", "[1]", "true", "false"})
    void withAnyOtherIdItIsNoRequest(String id) {
        JsonRpcPeek message = read("{\"id\":" + id + ",\"method\":\"initialize\"}");

        assertThat(message.kind()).isEqualTo(Kind.OTHER);
        assertThat(message.id()).isNull();
    }

    @Test
    void withoutAnIdItIsANotification() {
        JsonRpcPeek message = read("{\"method\":\"initialize\"}");

        assertThat(message.kind()).isEqualTo(Kind.OTHER);
        assertThat(message.id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools/list\"",
                "\"Initialize\"",
                "\"initialize \"",
                "\"\"",
                "1",
                "null",
                "[\"initialize\"]",
                "{\"x\":\"initialize\"}",
                "true"
            })
    void anotherMethodIsNoInitialize(String method) {
        assertThat(read("{\"id\":1,\"method\":" + method + "}").kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void theIdOfAnotherRequestIsKnown() {
        assertThat(read(Sessions.CALL).id()).hasToString("2");
    }

    @Test
    void theIdOfAResponseIsNone() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}").id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"tools/call\",\"id\":1,\"method\":\"initialize\"}",
                "{\"method\":\"initialize\",\"id\":1,\"method\":\"initialize\"}",
                "{\"id\":1,\"method\":\"initialize\",\"id\":2}",
                "{\"id\":1,\"method\":\"initialize\",\"params\":{},\"params\":{}}",
                "{\"id\":1,\"method\":\"initialize\",\"x\":1,\"x\":1}",
                "{\"id\":1,\"meth\\u006fd\":\"tools/call\",\"method\":\"initialize\"}"
            })
    void aRepeatedTopLevelMemberMakesItAmbiguous(String body) {
        JsonRpcPeek message = read(body);

        assertThat(message.kind()).isEqualTo(Kind.OTHER);
        assertThat(message.id()).isNull();
    }

    @Test
    void theSameNameFurtherDownIsNoRepetition() {
        assertThat(read("{\"id\":1,\"x\":{\"id\":2,\"method\":\"a\"},\"method\":\"initialize\"}")
                        .kind())
                .isEqualTo(Kind.INITIALIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "]", "}", ",", "\u0000", "1", "null", "\uFEFF", "\u00A0"})
    void trailingDataMakesItUnparsable(String trailing) {
        assertThat(read(INITIALIZE + trailing).kind()).isEqualTo(Kind.UNPARSABLE);
    }

    @Test
    void whiteSpaceAroundIsNoData() {
        assertThat(read(" \r\n\t" + INITIALIZE + " \r\n\t").kind()).isEqualTo(Kind.INITIALIZE);
    }

    @Test
    void aBatchIsNoInitialize() {
        JsonRpcPeek message = read("[" + INITIALIZE + "]");

        assertThat(message.kind()).isEqualTo(Kind.OTHER);
        assertThat(message.id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "true", "17", "\"initialize\"", " 17 "})
    void anyOtherJsonTextIsOther(String body) {
        assertThat(read(body).kind()).isEqualTo(Kind.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "}", "initialize", "{\"id\":1,\"method\":\"initialize\"",
                        "{\"id\":1,\"method\":\"initialize\",}",
                "{'id':1}", "{\"id\":01}", "{\"id\":1 \"method\":\"initialize\"}", "[1,]", "{\"a\":\"\n\"}",
                        "{\"a\":\"\\x\"}", "// {}",
                "NaN", "{\"id\":+1}"
            })
    void whatIsNoJsonIsUnparsable(String body) {
        JsonRpcPeek message = read(body);

        assertThat(message.kind()).isEqualTo(Kind.UNPARSABLE);
        assertThat(message.id()).isNull();
        assertThat(message.isSessionless()).isFalse();
    }

    @Test
    void aByteOrderMarkIsAllowedAndReplayed() {
        byte[] body = ("\uFEFF" + INITIALIZE).getBytes(UTF_8);

        JsonRpcPeek message = reader.read(FakeRequest.post(body));

        assertThat(message.kind()).isEqualTo(Kind.INITIALIZE);
        assertThat(message.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\uFEFF\uFEFF{}"})
    void aByteOrderMarkIsNoJson(String body) {
        assertThat(read(body).kind()).isEqualTo(Kind.UNPARSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"id\":1,\"method\":\"initialize\",\"x\":[",
                "{\"a\":",
                "{\"id\":1,\"method\":\"initialize\",\"params\":{\"_meta\":{\"a\":",
                "{\"id\":1,\"method\":"
            })
    void deepNestingIsAnswered(String start) {
        String open = start.endsWith(":") ? "{\"a\":" : "[";

        assertThat(read(start + open.repeat(100_000 / (open.length() * 2))).kind())
                .isEqualTo(Kind.UNPARSABLE);
    }

    @Test
    void deepNestingThatIsClosedIsAnswered() {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(read(nested).kind()).isEqualTo(Kind.UNPARSABLE);
        assertThat(read("{\"id\":1,\"method\":\"initialize\",\"params\":" + nested + "}")
                        .kind())
                .isEqualTo(Kind.UNPARSABLE);
    }

    /** Whatever the provider of the server can bear. */
    @ParameterizedTest
    @CsvSource({"127, INITIALIZE", "128, UNPARSABLE"})
    void depthIsLimitedTo128(int arrays, Kind kind) {
        String nested = "[".repeat(arrays) + "]".repeat(arrays);

        assertThat(read("{\"id\":1,\"method\":\"initialize\",\"x\":" + nested + "}")
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void usualNesting_parsed() {
        String nested = "{\"a\":[".repeat(20) + "]}".repeat(20);

        assertThat(read("{\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":" + nested + "}}")
                        .kind())
                .isEqualTo(Kind.INITIALIZE);
    }

    @Test
    void depthIsCountedBackAfterEachValue() {
        String many = "[{\"a\":[]}],".repeat(500);

        assertThat(read("{\"id\":1,\"method\":\"initialize\",\"x\":[" + many + "1]}")
                        .kind())
                .isEqualTo(Kind.INITIALIZE);
    }

    @ParameterizedTest
    @CsvSource({"-1, INITIALIZE", "0, INITIALIZE", "1, TOO_LARGE"})
    void theLimitIs256KiB(int more, Kind kind) {
        byte[] body = padded(LIMIT + more);

        assertThat(reader.read(FakeRequest.post(body)).kind()).isEqualTo(kind);
        assertThat(reader.read(FakeRequest.post(body).contentLength(-1)).kind())
                .as("chunked")
                .isEqualTo(kind);
    }

    @Test
    void aBodyAtTheLimitIsReplayedWhole() {
        byte[] body = padded(LIMIT);

        assertThat(reader.read(FakeRequest.post(body).contentLength(-1)).body()).isEqualTo(body);
    }

    @Test
    void aLargerContentLengthIsAnsweredWithoutReading() {
        FakeRequest request = FakeRequest.post(INITIALIZE).contentLength(LIMIT + 1L);

        assertThat(reader.read(request).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(request.bodyRead()).isFalse();
    }

    @Test
    void aContentLengthAboveAnIntIsNoNegativeOne() {
        assertThat(reader.read(FakeRequest.post(INITIALIZE).contentLength(1L << 32))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void ofAnEndlessBodyLittleIsRead() {
        AtomicInteger taken = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                taken.incrementAndGet();
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                taken.addAndGet(length);
                Arrays.fill(buffer, offset, offset + length, (byte) ' ');
                return length;
            }
        };

        assertThat(reader.read(FakeRequest.post("").contentLength(-1).body(endless))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(taken).hasValueLessThanOrEqualTo(LIMIT + 1);
    }

    @Test
    void lessThanTheContentLengthIsABodyCutShort() {
        assertThat(reader.read(FakeRequest.post(INITIALIZE).contentLength(INITIALIZE.length() + 1L))
                        .kind())
                .isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void aConnectionThatBreaksIsAnswered() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(INITIALIZE.getBytes(UTF_8))) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("Connection reset");
                }
                return count;
            }
        };

        assertThat(reader.read(FakeRequest.post("").contentLength(-1).body(broken))
                        .kind())
                .isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void bodyThatTakesLongerThanTenSeconds_isGivenUp() {
        int[] reads = {0};
        InputStream trickle = new InputStream() {
            @Override
            public int read() {
                reads[0]++;
                time.advance(Duration.ofSeconds(5));
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        assertThat(reader.read(FakeRequest.post("").contentLength(100).body(trickle))
                        .kind())
                .isEqualTo(Kind.TOO_SLOW);
        assertThat(reads[0]).isEqualTo(2);
    }

    @Test
    void bodyThatArrivesInPartsWithinTenSeconds_isRead() {
        InputStream inParts = new FilterInputStream(new ByteArrayInputStream(INITIALIZE.getBytes(UTF_8))) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                time.advance(Duration.ofMillis(10));
                return super.read(buffer, offset, Math.min(length, 1));
            }
        };

        assertThat(reader.read(FakeRequest.post("")
                                .contentLength(INITIALIZE.length())
                                .body(inParts))
                        .opensSession())
                .isTrue();
    }

    /** Each body is read while those before it still are: the next one is read from within the read of the last. */
    @Test
    void thirtyTwoBodiesAtATime_moreAreNotRead() {
        List<Kind> kinds = new ArrayList<>();
        readWithin(0, kinds);

        assertThat(kinds).hasSize(JsonRpcPeeker.MAX_BODIES + 2);
        assertThat(kinds.get(0)).as("the one that has arrived").isEqualTo(Kind.INITIALIZE);
        assertThat(kinds.get(1)).as("the one too many").isEqualTo(Kind.TOO_MANY);
        assertThat(kinds.subList(2, kinds.size())).containsOnly(Kind.INITIALIZE);

        kinds.clear();
        readWithin(0, kinds);
        assertThat(kinds).as("every place is free again").hasSize(JsonRpcPeeker.MAX_BODIES + 2);
    }

    private void readWithin(int depth, List<Kind> kinds) {
        InputStream arrived = new ByteArrayInputStream(INITIALIZE.getBytes(UTF_8));
        if (depth == JsonRpcPeeker.MAX_BODIES) {
            kinds.add(reader.read(FakeRequest.post(INITIALIZE).body(arrived)).kind());
        }
        InputStream nesting = new FilterInputStream(new ByteArrayInputStream(INITIALIZE.getBytes(UTF_8))) {
            private boolean nested;

            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (!nested) {
                    nested = true;
                    readWithin(depth + 1, kinds);
                }
                return super.read(buffer, offset, length);
            }
        };
        kinds.add(reader.read(FakeRequest.post(INITIALIZE).body(nesting)).kind());
    }

    @Test
    void bodyTakenBefore_incomplete() {
        InputStream taken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                throw new IllegalStateException("getReader() has been called");
            }
        };

        assertThat(reader.read(FakeRequest.post("").body(taken)).kind()).isEqualTo(Kind.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "application/json; charset=utf8",
                "application/json; charset=\"utf-8\"",
                "text/plain"
            })
    void utf8UnderEachOfItsNamesIsPlain(String type) {
        assertThat(reader.read(FakeRequest.post(INITIALIZE).contentType(type)).kind())
                .isEqualTo(Kind.INITIALIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso-8859-1",
                "latin1",
                "us-ascii",
                "utf-16",
                "\"utf-16le\"",
                "klingon",
                "no charset at all",
                "utf-7"
            })
    void underAnotherCharsetItIsNoInitialize(String charset) {
        JsonRpcPeek message =
                reader.read(FakeRequest.post(INITIALIZE).contentType("application/json; charset=" + charset));

        assertThat(message.kind()).isEqualTo(Kind.OTHER);
        assertThat(message.id()).isNull();
    }

    @Test
    void aMissingContentTypeIsUtf8() {
        FakeRequest request = FakeRequest.of("POST").body(new ByteArrayInputStream(INITIALIZE.getBytes(UTF_8)));

        assertThat(reader.read(request).kind()).isEqualTo(Kind.INITIALIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "x-whatever"})
    void underAContentEncodingItIsNoInitialize(String coding) {
        assertThat(reader.read(FakeRequest.post(INITIALIZE).header("Content-Encoding", coding))
                        .kind())
                .isEqualTo(Kind.OTHER);
    }

    @Test
    void aContentEncodingCountsWhereverItStands() {
        FakeRequest second =
                FakeRequest.post(INITIALIZE).header("Content-Encoding", "").header("Content-Encoding", "gzip");
        FakeRequest blank =
                FakeRequest.post(INITIALIZE).header("Content-Encoding", "").header("Content-Encoding", " ");

        assertThat(reader.read(second).kind()).isEqualTo(Kind.OTHER);
        assertThat(reader.read(blank).kind()).isEqualTo(Kind.INITIALIZE);
    }

    @ParameterizedTest
    @CsvSource({
        "C328, not continued",
        "C0AF, overlong",
        "EDA080, lone surrogate",
        "F5808080, beyond Unicode",
        "80, no start",
        "E282, cut"
    })
    void bytesThatAreNoUtf8AreUnparsable(String hex, String why) {
        String text = INITIALIZE.replace("probe", new String(HexFormat.of().parseHex(hex), ISO_8859_1));

        assertThat(reader.read(FakeRequest.post(text.getBytes(ISO_8859_1))).kind())
                .as(why)
                .isEqualTo(Kind.UNPARSABLE);
    }

    @Test
    void utf16IsUnparsable() {
        assertThat(reader.read(FakeRequest.post(INITIALIZE.getBytes(UTF_16))).kind())
                .isEqualTo(Kind.UNPARSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\""})
    void escapedSurrogatesAreAnswered(String id) {
        assertThat(read("{\"id\":" + id + ",\"method\":\"initialize\"}").kind()).isIn(Kind.INITIALIZE, Kind.UNPARSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1E-400", "1e999999999", "-1e999999999", "1e99999999999999999999"})
    void hugeNumbersAreAnsweredFast(String number) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            JsonRpcPeek message =
                    read("{\"id\":" + number + ",\"method\":\"tools/list\",\"params\":{\"x\":" + number + "}}");
            FakeResponse response = new FakeResponse();
            ErrorResponse.sessionRequired(message.id()).writeTo(response);

            assertThat(message.kind()).isIn(Kind.OTHER, Kind.UNPARSABLE);
            assertThat(response.text()).hasSizeLessThan(200);
        });
    }

    @Test
    void anIdMayHaveAThousandDigits() {
        assertThat(read("{\"id\":" + "9".repeat(1_000) + ",\"method\":\"initialize\"}")
                        .kind())
                .isEqualTo(Kind.INITIALIZE);
        assertThat(read("{\"id\":" + "9".repeat(1_001) + ",\"method\":\"initialize\"}")
                        .kind())
                .isEqualTo(Kind.UNPARSABLE);
    }

    @Test
    void manyDigitsAreAnsweredFast() {
        String digits = "9".repeat(200_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(read("{\"id\":" + digits + ",\"method\":\"initialize\"}").kind())
                    .isEqualTo(Kind.UNPARSABLE);
            assertThat(read("{\"id\":1,\"method\":\"initialize\",\"params\":{\"x\":" + digits + "}}")
                            .kind())
                    .isIn(Kind.INITIALIZE, Kind.UNPARSABLE);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-28", "2027-01-01", "2024-10-07", "nonsense", ""})
    void aVersionWithoutSessionsInMetaIsModern(String version) {
        JsonRpcPeek message = readMeta("\"" + version + "\"");

        assertThat(message.sessionlessVersion()).isEqualTo(version);
        assertThat(message.isSessionless()).isTrue();
        assertThat(message.kind()).isEqualTo(Kind.INITIALIZE);
        assertThat(message.opensSession()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2024-11-05\"",
                "\"2025-03-26\"",
                "\"2025-06-18\"",
                "\"2025-11-25\"",
                "1",
                "null",
                "true",
                "[\"2026-07-28\"]",
                "{\"v\":\"2026-07-28\"}"
            })
    void aVersionWithSessionsOrNoStringInMetaIsNotModern(String version) {
        assertThat(readMeta(version).isSessionless()).isFalse();
        assertThat(readMeta(version).opensSession()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"method\":\"x\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                "{\"id\":1,\"method\":\"x\",\"params\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                "{\"id\":1,\"method\":\"x\",\"params\":{\"a\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}}",
                "{\"id\":1,\"method\":\"x\",\"params\":[{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}]}",
                "{\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"protocolVersion\":\"2026-07-28\"}}}"
            })
    void theModernVersionStandsInOnePlaceOnly(String body) {
        assertThat(read(body).kind()).isEqualTo(Kind.OTHER);
        assertThat(read(body).isSessionless()).isFalse();
    }

    @Test
    void aModernNotificationIsModernToo() {
        assertThat(
                        read("{\"method\":\"x\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}")
                                .isSessionless())
                .isTrue();
    }

    private JsonRpcPeek readMeta(String version) {
        return read("{\"id\":1,\"method\":\"initialize\",\"params\":{\"_meta\":{\"x\":[1],"
                + "\"io.modelcontextprotocol/protocolVersion\":" + version + "}}}");
    }

    private JsonRpcPeek read(String body) {
        return reader.read(FakeRequest.post(body));
    }

    private static byte[] padded(int length) {
        byte[] start = INITIALIZE.getBytes(UTF_8);
        byte[] body = Arrays.copyOf(start, length);
        Arrays.fill(body, start.length, length, (byte) ' ');
        return body;
    }
}
