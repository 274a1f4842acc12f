package dev.mcpsession.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.fuzz.ContractTable.Expected;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any method, headers and body, before an endpoint that answers as the headers {@code FuzzedResponse-Status} and
 * {@code FuzzedResponse-Session-Id} say: the answer is the one of the contract's table, nothing is an
 * {@code initialize} that another strict reader takes for something else, and the live sessions are those that clients
 * have been told of.
 */
class EdgeFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VALID_ID = Pattern.compile("[!-~]{1,128}");

    private final List<FuzzedFilter> edges = List.of(
            new FuzzedFilter(ProtocolVersions.WITH_SESSIONS),
            new FuzzedFilter(List.of("2025-06-18", "2025-11-25", "2026-07-28")));

    @FuzzTest(maxDuration = "")
    void request(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (FuzzedFilter edge : edges) {
            edge.startAnew();
            FuzzedRequest request = FuzzedRequest.of(
                    text.replace(FuzzedFilter.ISSUED, edge.issued()).getBytes(StandardCharsets.ISO_8859_1));
            check(edge, request);
        }
    }

    private static void check(FuzzedFilter edge, FuzzedRequest request) {
        ContractTable table = new ContractTable(edge, request);
        Expected expected = table.expected();
        int status = "404".equals(request.header("Answer-Status")) ? 404 : 200;
        String named = request.header("Answer-Session-Id");
        FuzzedResponse answer = edge.send(request, status, named);
        Supplier<String> what = () -> "expected " + expected + " but was " + answer + " for\n" + request;
        byte[] seen = answer.seenByEndpoint();
        if (table.isInDoubt() && seen == null) {
            assertThat(answer.status()).as(what).isLessThan(500);
            return;
        }
        assertThat(seen).as(what).isEqualTo(expected.reachesEndpoint() ? request.body() : null);
        assertThat(answer.status()).as(what).isEqualTo(expected.reachesEndpoint() ? status : expected.status());
        assertThat(answer.header("Access-Control-Allow-Origin") != null)
                .as(what)
                .isEqualTo(table.isFromListedOrigin());
        switch (expected.kind()) {
            case REFUSED -> assertRefused(what, request, answer, expected);
            case OPEN -> assertOpened(what, edge, answer, named, request.body());
            case LIVE_POST ->
                assertThat(sessionId(answer)).as(what).isEqualTo(isValid(named) && status == 200 ? named : null);
            case LIVE -> assertThat(sessionId(answer)).as(what).isIn(null, status == 200 ? sentId(request) : null);
            case SESSIONLESS, TERMINATED, PREFLIGHT ->
                assertThat(sessionId(answer)).as(what).isNull();
            case PASS -> assertThat(edge.sessions()).as(what).isEqualTo(2);
        }
        if (isFresh(edge, named)) {
            boolean told = named.equals(sessionId(answer)) && expected.kind() != Expected.Kind.PASS;
            assertThat(edge.isLive(named)).as(what).isEqualTo(told);
        }
    }

    private static void assertRefused(
            Supplier<String> what, FuzzedRequest request, FuzzedResponse answer, Expected expected) {
        assertThat(sessionId(answer)).as(what).isNull();
        assertThat(answer.header("Content-Type")).as(what).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).as(what).isEqualTo("no-store");
        if (request.method().equals("HEAD")) {
            assertThat(answer.text()).as(what).isEmpty();
            return;
        }
        JsonNode error = JSON.readTree(answer.text());
        assertThat(error.at("/error/code").asInt()).as(what).isEqualTo(expected.code());
        JsonNode echoed = error.get("id");
        if (expected.id() == null) {
            assertThat(echoed).as(what).isNull();
        } else {
            assertThat(echoed).as(what).isNotNull();
            assertThat(value(echoed))
                    .as(what)
                    .usingComparator(EdgeFuzzTest::compare)
                    .isEqualTo(expected.id());
        }
    }

    private static Object value(JsonNode id) {
        return id.isString() ? id.stringValue() : id.decimalValue();
    }

    private static int compare(Object one, Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal otherNumber
                ? number.compareTo(otherNumber)
                : one.equals(other) ? 0 : 1;
    }

    private static void assertOpened(
            Supplier<String> what, FuzzedFilter edge, FuzzedResponse answer, @Nullable String named, byte[] body) {
        StrictReading bytes = StrictReading.ofBytes(body);
        assertThat(bytes.isInitialize()).as(what).isTrue();
        assertThat(bytes.id()).as(what).isEqualTo(StrictReading.ofText(body).id());
        String sent = sessionId(answer);
        if (answer.status() != 200) {
            assertThat(sent).as(what).isNull();
        } else if (named == null) {
            assertThat(sent).as(what).matches("[A-Za-z0-9_-]{43}");
            assertThat(edge.isLive(sent)).as(what).isTrue();
        } else {
            assertThat(sent).as(what).isEqualTo(isValid(named) ? named : null);
        }
        boolean another = sent != null && (named == null || isFresh(edge, named));
        assertThat(edge.sessions()).as(what).isEqualTo(another ? 3 : 2);
    }

    private static boolean isValid(@Nullable String named) {
        return named != null && VALID_ID.matcher(named).matches();
    }

    private static boolean isFresh(FuzzedFilter edge, @Nullable String named) {
        return isValid(named)
                && !FuzzedFilter.ADOPTED.equals(named)
                && !edge.issued().equals(named);
    }

    /** The live id that came with a request, which may be said again. */
    private static @Nullable String sentId(FuzzedRequest request) {
        String id = request.header("Mcp-Session-Id");
        return id == null ? null : ContractTable.withoutSpaces(id);
    }

    private static @Nullable String sessionId(FuzzedResponse answer) {
        return answer.header("Mcp-Session-Id");
    }
}
