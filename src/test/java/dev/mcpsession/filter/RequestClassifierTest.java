package dev.mcpsession.filter;

import static dev.mcpsession.filter.Sessions.CALL;
import static dev.mcpsession.filter.Sessions.INITIALIZE;
import static dev.mcpsession.filter.Sessions.MODERN_CALL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.servlet.FakeRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract, row by row; the names of the methods begin with the row. */
class RequestClassifierTest {

    private static final String SESSIONLESS = "2026-07-28";
    private static final String UNLISTED_DATE = "2027-01-01";
    private static final String MODERN_INITIALIZE = INITIALIZE.replace(
            "\"capabilities\"",
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"},\"capabilities\"");

    private static final String START_WITH_INITIALIZE =
            "{\"code\":-32600,\"message\":\"Unsupported protocol version: sessions start with initialize\"}";

    private Sessions sessions = Sessions.standard();

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE", "OPTIONS", "PUT"})
    void row1_anOriginNotAllowedIsForbiddenBeforeAnythingElse(String method) {
        FakeRequest request = FakeRequest.of(method)
                .origin("https://evil.example")
                .session(sessions.issued())
                .version("x");

        assertThat(error(request).status()).isEqualTo(403);
        assertThat(request.bodyRead()).isFalse();
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void row1_aListedOriginIsNotForbidden() {
        sessions = Sessions.allowing("https://app.example");

        assertThat(decide(FakeRequest.post(INITIALIZE).origin("https://app.example")))
                .isInstanceOf(RequestDecision.Initialize.class);
    }

    @Test
    void row2_optionsGoToTheEndpoint() {
        FakeRequest request =
                FakeRequest.of("OPTIONS").version("a").version("b").session(sessions.issued());

        assertThat(decide(request)).isInstanceOf(RequestDecision.PassThrough.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "HEAD", "TRACE", "post", "FOO"})
    void row3_otherMethodsAreNotAllowed(String method) {
        ErrorResponse error =
                error(FakeRequest.of(method).version("a").version("b").session(sessions.issued()));

        assertThat(error.status()).isEqualTo(405);
        assertThat(error.headers()).containsEntry("Allow", "POST, GET, DELETE, OPTIONS");
    }

    @Test
    void row3_deleteIsNotOfferedWhereItIsOff() {
        sessions = Sessions.withoutTermination();

        assertThat(error(FakeRequest.of("PUT")).headers()).containsEntry("Allow", "POST, GET, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void row4_twoDifferentIdsAreABadRequest(String method) {
        FakeRequest request = FakeRequest.of(method)
                .session(sessions.issued())
                .session("other")
                .version(SESSIONLESS);

        assertThat(error(request).status()).isEqualTo(400);
        assertThat(request.bodyRead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void row4_twoDifferentVersionsAreABadRequest(String method) {
        sessions = Sessions.ofBothEras();

        assertThat(error(FakeRequest.of(method).version(SESSIONLESS).version("2025-11-25"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void row4_equalRepeatsBlanksAndSpacesDoNotContradict() {
        String id = sessions.issued();
        FakeRequest request = FakeRequest.post(CALL)
                .session(id)
                .session(" " + id + "\t")
                .session("  ")
                .version("2025-11-25")
                .version("")
                .version(" 2025-11-25");

        assertThat(decide(request)).isInstanceOf(RequestDecision.NamedSession.class);
    }

    /** Some servers let such characters through; they are part of the value. */
    @ParameterizedTest
    @ValueSource(chars = {0x01, 0x0B, 0x0C, 0x1C, 0x1F, 0x85, 0xA0, 0x2003})
    void row12_nothingButSpacesAndTabsIsTakenAwayFromAroundAnId(char c) {
        String id = sessions.issued();

        assertThat(error(FakeRequest.post(CALL).session(c + id)).status()).isEqualTo(404);
        assertThat(error(FakeRequest.post(CALL).session(id + c)).status()).isEqualTo(404);
    }

    @Test
    void row5_aPostOfAListedSessionlessRevisionPassesUnread() {
        sessions = Sessions.ofBothEras();
        FakeRequest request = FakeRequest.post(MODERN_CALL).version(SESSIONLESS);

        assertThat(decide(request)).isEqualTo(new RequestDecision.Sessionless(SESSIONLESS, null));
        assertThat(request.bodyRead()).isFalse();
    }

    @Test
    void row5_evenWithTheIdOfALiveSession() {
        sessions = Sessions.ofBothEras();

        assertThat(decide(FakeRequest.post(CALL).version(SESSIONLESS).session(sessions.issued())))
                .isInstanceOf(RequestDecision.Sessionless.class);
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void row5_thatRevisionHasPostOnly(String method) {
        sessions = Sessions.ofBothEras();
        ErrorResponse error = error(FakeRequest.of(method).version(SESSIONLESS).session(sessions.issued()));

        assertThat(error.status()).isEqualTo(405);
        assertThat(error.headers()).containsEntry("Allow", "POST");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 2026-07-28, 405",
        "GET, 2027-01-01, 405",
        "GET, 2024-10-07, 400",
        "GET, nonsense, 400",
        "DELETE, 2026-07-28, 405",
        "DELETE, 2024-10-07, 400",
        "DELETE, 2025-11-26, 405"
    })
    void row6_getAndDeleteOfAnUnlistedVersion(String method, String version, int status) {
        assertThat(error(FakeRequest.of(method).version(version).session(sessions.issued()))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void row6_the405NamesPost() {
        assertThat(error(FakeRequest.get().version(SESSIONLESS)).headers()).containsEntry("Allow", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {SESSIONLESS, UNLISTED_DATE, "2024-10-07", "1999-01-01", "nonsense"})
    void row6_aPostOfAnUnlistedVersionIsToldToStartWithInitialize(String version) {
        ErrorResponse error =
                error(FakeRequest.post(MODERN_CALL).version(version).session(sessions.issued()));

        assertThat(error.status()).isEqualTo(400);
        assertThat(json(error)).isEqualTo(START_WITH_INITIALIZE);
        assertThat(error.id()).hasToString("3");
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {SESSIONLESS, UNLISTED_DATE, "2025-11-26"})
    void row6_anInitializeUnderALaterDateOpens(String version) {
        assertThat(decide(FakeRequest.post(INITIALIZE).version(version)))
                .isInstanceOf(RequestDecision.Initialize.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-10-07", "nonsense", "2025-01-01"})
    void row6_anInitializeUnderNoLaterDateDoesNot(String version) {
        assertThat(code(error(FakeRequest.post(INITIALIZE).version(version)))).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26"})
    void row6_initializeUnderAnUnlistedSessionRevision_opens(String version) {
        sessions = Sessions.ofBothEras();

        assertThat(decide(FakeRequest.post(INITIALIZE).version(version)))
                .isInstanceOf(RequestDecision.Initialize.class);
        assertThat(code(error(FakeRequest.post(MODERN_INITIALIZE).version(version))))
                .isEqualTo(-32022);
    }

    @ParameterizedTest
    @CsvSource({"GET, 2024-11-05", "DELETE, 2025-03-26"})
    void row6_getAndDeleteUnderAnUnlistedSessionRevision_areOfTheSession(String method, String version) {
        sessions = Sessions.ofBothEras();

        assertThat(decide(FakeRequest.of(method).version(version).session(sessions.issued())))
                .isInstanceOf(RequestDecision.NamedSession.class);
        assertThat(error(FakeRequest.of(method).version(version).session("unknown"))
                        .status())
                .isEqualTo(404);
        assertThat(error(FakeRequest.of(method).version(version)).status()).isEqualTo(method.equals("GET") ? 405 : 400);
    }

    @Test
    void row6_postOfALiveSessionUnderAnUnlistedSessionRevision_isABadRequest() {
        sessions = Sessions.ofBothEras();
        ErrorResponse response =
                error(FakeRequest.post(CALL).version("2025-03-26").session(sessions.issued()));

        assertThat(response.status()).isEqualTo(400);
        assertThat(code(response)).isEqualTo(-32022);
        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void row6_modernPostUnderAnUnlistedSessionRevision_isABadRequest() {
        sessions = Sessions.ofBothEras();

        assertThat(code(error(FakeRequest.post(MODERN_CALL).version("2025-03-26"))))
                .isEqualTo(-32022);
    }

    @Test
    void row6_aModernInitializeUnderALaterDateDoesNot() {
        assertThat(code(error(FakeRequest.post(MODERN_INITIALIZE).version(SESSIONLESS))))
                .isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {UNLISTED_DATE, "2024-10-07", "v999.0.0"})
    void row6_aModernPostPassesWhereTheEndpointServesThatEra(String version) {
        sessions = Sessions.ofBothEras();
        RequestDecision decision = decide(FakeRequest.post(MODERN_CALL).version(version));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RequestDecision.Sessionless.class,
                        sessionless ->
                                assertThat(sessionless.body().body()).asString().isEqualTo(MODERN_CALL));
    }

    @Test
    void row6_aPostThatIsNotModernIsToldThereWhatIsSupported() {
        sessions = Sessions.ofBothEras();
        ErrorResponse error =
                error(FakeRequest.post(CALL).version(UNLISTED_DATE).session(sessions.issued()));

        assertThat(error.status()).isEqualTo(400);
        assertThat(json(error))
                .isEqualTo("{\"code\":-32022,\"message\":\"Unsupported protocol version\",\"data\":{\"supported\":"
                        + "[\"2025-06-18\",\"2025-11-25\",\"2026-07-28\"],\"requested\":\"2027-01-01\"}}");
        assertThat(error.id()).isNotNull();
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-10-07", "nonsense"})
    void row6_anInitializeUnderNoLaterDateDoesNotOpenThereEither(String version) {
        sessions = Sessions.ofBothEras();

        assertThat(code(error(FakeRequest.post(INITIALIZE).version(version)))).isEqualTo(-32022);
    }

    @Test
    void row6_whatCannotBeReadIsOfAnUnsupportedVersionFirst() {
        ErrorResponse error = error(FakeRequest.post("{").version(SESSIONLESS));

        assertThat(json(error)).isEqualTo(START_WITH_INITIALIZE);
        assertThat(error.id()).isNull();
    }

    @Test
    void row7_deleteIsNotAllowedWhereItIsOff() {
        sessions = Sessions.withoutTermination();
        ErrorResponse error = error(FakeRequest.delete().session(sessions.issued()));

        assertThat(error.status()).isEqualTo(405);
        assertThat(error.headers()).containsEntry("Allow", "POST, GET, OPTIONS");
        assertThat(error(FakeRequest.delete()).status()).isEqualTo(405);
        assertThat(error(FakeRequest.delete().session("unknown")).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void row8_aNamedSessionIsNotEnteredAndTheBodyIsLeftAlone(String method) {
        String id = sessions.issued();
        FakeRequest request = FakeRequest.of(method).session(id);

        assertThat(decide(request)).isEqualTo(new RequestDecision.NamedSession(id));
        assertThat(request.bodyRead()).isFalse();
        assertThat(sessions.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void row8_underEachListedRevision(String version) {
        assertThat(decide(FakeRequest.post(CALL).session(sessions.issued()).version(version)))
                .isInstanceOf(RequestDecision.NamedSession.class);
    }

    @Test
    void row8_evenForAnotherInitialize() {
        FakeRequest request = FakeRequest.post(INITIALIZE).session(sessions.adopted("e1"));

        assertThat(decide(request)).isInstanceOf(RequestDecision.NamedSession.class);
        assertThat(request.bodyRead()).isFalse();
    }

    @Test
    void row8_whileDraining() {
        String id = sessions.issued();
        sessions.registry().admission().setAccepting(false);

        assertThat(decide(FakeRequest.post(CALL).session(id))).isInstanceOf(RequestDecision.NamedSession.class);
    }

    @Test
    void row8_thePathIsServletPathAndPathInfo() {
        sessions.registry().reserve(null).adopt("/mcp/a", "e1", ClientInfo.UNKNOWN);

        assertThat(decide(FakeRequest.post(CALL).session("e1").path("/mcp", "/a")))
                .isInstanceOf(RequestDecision.NamedSession.class);
        assertThat(decide(FakeRequest.post(CALL).session("e1").path("/mcp/a", null)))
                .isInstanceOf(RequestDecision.NamedSession.class);
        assertThat(decide(FakeRequest.post(CALL).session("e1").path("/mcp", "/b")))
                .isInstanceOf(RequestDecision.UnknownSession.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 404, unknown",
        "DELETE, 404, unknown",
        "GET, 405,",
        "DELETE, 400,",
        "GET, 405, ' '",
        "DELETE, 400, ' '"
    })
    void row9_getAndDeleteWithoutALiveSession(String method, int status, String id) {
        FakeRequest request = FakeRequest.of(method);
        if (id != null) {
            request.session(id);
        }

        assertThat(error(request).status()).isEqualTo(status);
        assertThat(request.bodyRead()).isFalse();
    }

    @Test
    void row9_aGetWithoutIdIsToldToPost() {
        assertThat(error(FakeRequest.get()).headers()).containsEntry("Allow", "POST");
    }

    @Test
    void row10_anInitializeOpens() {
        assertThat(decide(FakeRequest.post(INITIALIZE)))
                .isInstanceOfSatisfying(
                        RequestDecision.Initialize.class,
                        initialize ->
                                assertThat(initialize.body().body()).asString().isEqualTo(INITIALIZE));
        assertThat(sessions.freePermits()).isEqualTo(100);
    }

    @Test
    void row10_anInitializeWithADeadIdOpens() {
        assertThat(decide(FakeRequest.post(INITIALIZE).session("dead"))).isInstanceOf(RequestDecision.Initialize.class);
    }

    @Test
    void row11_aModernBodyUnderNoModernHeaderIsToldToStartWithInitializeWhereNoneIsListed() {
        ErrorResponse error = error(FakeRequest.post(MODERN_CALL));

        assertThat(error.status()).isEqualTo(400);
        assertThat(json(error)).isEqualTo(START_WITH_INITIALIZE);
        assertThat(error.id()).hasToString("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2025-11-25"})
    void row11_andAMismatchWhereOneIsListed(String header) {
        sessions = Sessions.ofBothEras();
        ErrorResponse error = error(FakeRequest.post(MODERN_CALL).version(header));

        assertThat(error.status()).isEqualTo(400);
        assertThat(code(error)).isEqualTo(-32020);
        assertThat(error.id()).hasToString("3");
    }

    @Test
    void row11_comesBeforeTheUnknownId() {
        assertThat(error(FakeRequest.post(MODERN_CALL).session("dead")).status())
                .isEqualTo(400);
    }

    @Test
    void row11_isAlsoForAModernInitialize() {
        assertThat(json(error(FakeRequest.post(MODERN_INITIALIZE)))).isEqualTo(START_WITH_INITIALIZE);
        assertThat(sessions.freePermits()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {CALL, "{", "[]", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"})
    void row12_anUnknownIdIsNotFoundWhateverTheBody(String body) {
        assertThat(error(FakeRequest.post(body).session("unknown")).status()).isEqualTo(404);
    }

    @Test
    void row12_isNotFoundEvenIfTheBodyIsTooLarge() {
        assertThat(error(FakeRequest.post(CALL).contentLength(1L << 20).session("unknown"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void row12_theIdOfTheRequestIsEchoed() {
        ErrorResponse error = error(FakeRequest.post(CALL).session("unknown"));

        assertThat(error.id()).hasToString("2");
        assertThat(code(error)).isEqualTo(-32600);
    }

    @Test
    void row12_anEndedSessionIsNotFound() {
        String id = sessions.issued();
        sessions.registry().clear(EndReason.OPERATOR);

        assertThat(error(FakeRequest.post(CALL).session(id)).status()).isEqualTo(404);
    }

    @Test
    void row12_aSessionThatWasIdleTooLongIsNotFoundAlthoughNothingHasSwept() {
        String id = sessions.issued();
        sessions.advance(Duration.ofMinutes(1));

        assertThat(error(FakeRequest.post(CALL).session(id)).status()).isEqualTo(404);
    }

    @Test
    void row12_theSessionOfAnotherPathIsNotFound() {
        assertThat(error(FakeRequest.post(CALL).session(sessions.issued()).path("/other", null))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "ä",
                "\u0001",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
                        + "0123456789012345678901234567890123456789012345678901234567890"
            })
    void row12_aMalformedIdIsNotFound(String id) {
        assertThat(error(FakeRequest.post(CALL).session(id)).status()).isEqualTo(404);
    }

    @Test
    void row13_aBodyOverTheLimit() {
        assertThat(error(FakeRequest.post(INITIALIZE).contentLength(256 * 1024 + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void row13_anUnparsableBody() {
        ErrorResponse error = error(FakeRequest.post("{"));

        assertThat(error.status()).isEqualTo(400);
        assertThat(code(error)).isEqualTo(-32700);
    }

    @ParameterizedTest
    @ValueSource(strings = {CALL, "[]", "17", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"id\":1}"})
    void row13_anythingElseNeedsASession(String body) {
        ErrorResponse error = error(FakeRequest.post(body));

        assertThat(error.status()).isEqualTo(400);
        assertThat(code(error)).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {CALL, "[]", "{", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"id\":1}"})
    void row13_whereNoSessionIsRequired_aPostWithoutAnIdReachesTheEndpointWhole(String body) {
        sessions = Sessions.notRequired();

        RequestDecision decision = decide(FakeRequest.post(body).version("2025-06-18"));

        assertThat(decision).isInstanceOfSatisfying(RequestDecision.Sessionless.class, sessionless -> {
            assertThat(sessionless.version()).isEqualTo("2025-06-18");
            assertThat(sessionless.body().body()).asString(UTF_8).isEqualTo(body);
        });
        assertThat(decide(FakeRequest.post(body)))
                .isInstanceOfSatisfying(
                        RequestDecision.Sessionless.class,
                        sessionless -> assertThat(sessionless.version()).isNull());
    }

    @Test
    void row13_whereNoSessionIsRequired_aBodyThatIsAnnouncedTooLargeReachesTheEndpointUnread() {
        sessions = Sessions.notRequired();
        FakeRequest large = FakeRequest.post(CALL).contentLength(256 * 1024 + 1);

        assertThat(decide(large))
                .isInstanceOfSatisfying(
                        RequestDecision.Sessionless.class,
                        sessionless -> assertThat(sessionless.body()).isNull());
        assertThat(large.bodyRead()).isFalse();
    }

    @Test
    void row13_whereNoSessionIsRequired_aBodyThatTheFilterCannotReplayIsRefused() {
        sessions = Sessions.notRequired();

        assertThat(error(FakeRequest.post(" ".repeat(256 * 1024 + 1)).contentLength(-1))
                        .status())
                .isEqualTo(413);
        assertThat(error(FakeRequest.post(CALL).contentLength(CALL.length() + 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void rows9To12_holdWhereNoSessionIsRequired() {
        sessions = Sessions.notRequired();

        assertThat(error(FakeRequest.get()).status()).isEqualTo(405);
        assertThat(error(FakeRequest.delete()).status()).isEqualTo(400);
        assertThat(decide(FakeRequest.post(INITIALIZE))).isInstanceOf(RequestDecision.Initialize.class);
        assertThat(error(FakeRequest.post(MODERN_CALL)).status()).isEqualTo(400);
        assertThat(error(FakeRequest.post(CALL).session("unknown")).status()).isEqualTo(404);
    }

    @Test
    void placeOfTheRootServletInTheRootContext_isASlash() {
        HttpServletRequest request = new HttpServletRequestWrapper(FakeRequest.get()) {
            @Override
            public String getContextPath() {
                return "";
            }
        };

        assertThat(RequestPaths.place(request, "")).isEqualTo("/");
        assertThat(RequestPaths.place(request, "/mcp")).isEqualTo("/mcp");
    }

    /** As the handlers of the filter do: the second question is asked where no live session is named. */
    private RequestDecision decide(FakeRequest request) {
        RequestClassifier classifier = new RequestClassifier(
                sessions.configuration(), new Cors(sessions.configuration().allowedOrigins(), "POST"));
        RequestDecision decision = classifier.decide(request, RequestOrigin.of(request));
        if (!(decision instanceof RequestDecision.NamedSession named) || isLive(request, named.sessionId())) {
            return decision;
        }
        return classifier.decideWithoutSession(request, named.sessionId());
    }

    private boolean isLive(FakeRequest request, String id) {
        Exchange exchange = sessions.registry().enter(RequestPaths.path(request), id, ExchangeKind.REQUEST, null);
        if (exchange != null) {
            exchange.end();
        }
        return exchange != null;
    }

    private ErrorResponse error(FakeRequest request) {
        RequestDecision decision = decide(request);
        if (decision instanceof RequestDecision.UnknownSession unknown) {
            return ErrorResponse.sessionNotFound(unknown.requestId());
        }
        assertThat(decision).isInstanceOf(RequestDecision.Reject.class);
        return ((RequestDecision.Reject) decision).error();
    }

    private static int code(ErrorResponse error) {
        return error.error().getInt("code");
    }

    private static String json(ErrorResponse error) {
        return error.error().toString();
    }
}
