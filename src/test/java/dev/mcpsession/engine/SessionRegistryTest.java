package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the registry does with sessions, one thread at a time. */
class SessionRegistryTest {

    private static final String PATH = "/mcp";
    private static final ClientInfo CLIENT = new ClientInfo("2025-11-25", "inspector", "2.12.0");

    private final ManualTime time = new ManualTime();

    @Test
    void createsASessionWithWhatTheClientSaid() {
        SessionRegistry registry = registry(Settings.none());

        Session session = open(registry);

        assertThat(session.clientName()).isEqualTo("inspector");
        assertThat(session.clientVersion()).isEqualTo("2.12.0");
        assertThat(session.protocolVersion()).isEqualTo("2025-11-25");
        assertThat(session.created()).isEqualTo(ManualTime.START);
        assertThat(session.isAdopted()).isFalse();
        assertThat(registry.count()).isEqualTo(1);
    }

    @Test
    void issuesIdsOf256BitsThatNeverRepeat() {
        SessionRegistry registry = registry(Settings.none());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = open(registry).id();
            assertThat(id).matches("[A-Za-z0-9_-]{43}");
            ids.add(id);
        }
        assertThat(ids).hasSize(1000);
    }

    @Test
    void keepsTheIdOutOfEverythingThatIsShown() {
        Session session = open(registry(Settings.none()));

        assertThat(session.handle()).matches("[0-9a-f]{16}");
        assertThat(session.id()).doesNotContain(session.handle());
        assertThat(session.toString()).doesNotContain(session.id());
        assertThat(session.snapshot().toString()).doesNotContain(session.id());
    }

    @Test
    void givesTheSameIdAnotherHandleOnAnotherNode() {
        Session here = adopt(registry(Settings.none()), "same");
        Session there = adopt(registry(Settings.none()), "same");

        assertThat(here.handle()).isNotEqualTo(there.handle());
    }

    @Test
    void sameIdAtAnotherPath_hasAnotherHandle() {
        SessionRegistry registry = registry(Settings.none());
        Session here = adopt(registry, "/a", "same");
        Session there = adopt(registry, "/b", "same");

        assertThat(here.handle()).isNotEqualTo(there.handle());
        assertThat(registry.endByHandle(there.handle(), EndReason.OPERATOR)).isTrue();
        assertThat(there.isEnded()).isTrue();
        assertThat(here.isEnded()).isFalse();
    }

    @Test
    void letsARequestInAndOut() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        Exchange exchange = enter(registry, session, ExchangeKind.REQUEST);

        assertThat(session.snapshot().requests()).isEqualTo(1);
        exchange.end();
        exchange.end();
        assertThat(session.snapshot().requests()).isZero();
        assertThat(session.snapshot().served()).as("initialize and one more").isEqualTo(2);
    }

    @Test
    void countsStreamsApart() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        Exchange stream = enter(registry, session, ExchangeKind.STREAM);

        assertThat(session.snapshot().requests()).isZero();
        assertThat(session.snapshot().streams()).isEqualTo(1);
        stream.end();
        assertThat(session.snapshot().streams()).isZero();
    }

    @Test
    void knowsASessionAtItsOwnPathOnly() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        assertThat(registry.enter("/other", session.id(), ExchangeKind.REQUEST, null))
                .isNull();
        assertThat(registry.enter(PATH, session.id() + "x", ExchangeKind.REQUEST, null))
                .isNull();
    }

    @Test
    void isProvisionalUntilTheSecondRequest() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        assertThat(session.snapshot().established()).isFalse();
        enter(registry, session, ExchangeKind.REQUEST).end();
        assertThat(session.snapshot().established()).isTrue();
    }

    @Test
    void tellsWhetherASessionExistedWhenItIsTerminated() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        assertThat(registry.end(session, EndReason.CLIENT)).isTrue();
        assertThat(registry.end(session, EndReason.CLIENT)).isFalse();
        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, null))
                .isNull();
        assertThat(registry.count()).isZero();
        assertThat(registry.statistics().ended(EndReason.CLIENT)).isEqualTo(1);
    }

    @Test
    void endsASessionByItsHandle() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);

        assertThat(registry.endByHandle("0123456789abcdef", EndReason.OPERATOR)).isFalse();
        assertThat(registry.endByHandle(session.id(), EndReason.OPERATOR))
                .as("an id is no handle")
                .isFalse();
        assertThat(registry.endByHandle(session.handle(), EndReason.OPERATOR)).isTrue();
        assertThat(session.isEnded()).isTrue();
    }

    @Test
    void letsARequestInFlightFinishOnAnEndedSession() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        Exchange exchange = enter(registry, session, ExchangeKind.REQUEST);

        registry.end(session, EndReason.OPERATOR);
        exchange.end();

        assertThat(session.snapshot().requests()).isZero();
        assertThat(session.snapshot().endReason()).isEqualTo(EndReason.OPERATOR);
    }

    @Test
    void measuresIdlenessFromTheEndOfTheLastExchange() {
        SessionRegistry registry = registry(Settings.none().idle(10));
        Session session = open(registry);
        Exchange call = enter(registry, session, ExchangeKind.REQUEST);
        advance(60);
        assertThat(registry.sweep()).as("a long call is in flight").isZero();
        call.end();
        assertThat(session.lastActivity()).isEqualTo(ManualTime.START.plusSeconds(60));

        time.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(registry.sweep()).isZero();
        time.advance(Duration.ofNanos(1));
        assertThat(registry.sweep()).isEqualTo(1);
        assertThat(registry.statistics().ended(EndReason.IDLE)).isEqualTo(1);
    }

    @Test
    void refusesARequestThatComesTooLateWithoutWaitingForTheSweep() {
        SessionRegistry registry = registry(Settings.none().idle(10));
        Session session = open(registry);
        enter(registry, session, ExchangeKind.REQUEST).end();
        advance(10);

        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, null))
                .isNull();
        assertThat(registry.count()).isZero();
    }

    @Test
    void touchesByUse() {
        SessionRegistry registry = registry(Settings.none().idle(10));
        Session session = open(registry);
        for (int i = 0; i < 5; i++) {
            advance(9);
            enter(registry, session, ExchangeKind.REQUEST).end();
        }
        assertThat(session.isEnded()).isFalse();
    }

    @Test
    void endsAProvisionalSessionSooner() {
        SessionRegistry registry = registry(Settings.none().idle(100).initialize(10));
        Session session = open(registry);
        Session used = open(registry);
        enter(registry, used, ExchangeKind.REQUEST).end();
        advance(10);

        assertThat(registry.sweep()).isEqualTo(1);
        assertThat(session.isEnded()).isTrue();
        assertThat(used.isEnded()).isFalse();
    }

    @Test
    void neverGivesAProvisionalSessionLongerThanAnEstablishedOne() {
        SessionRegistry registry = registry(Settings.none().idle(5).initialize(60));
        open(registry);
        advance(5);

        assertThat(registry.sweep()).isEqualTo(1);
    }

    @Test
    void startsTheInitializeTimeoutWhenThatExchangeEnds() {
        SessionRegistry registry = registry(Settings.none().initialize(10));
        Exchange initialize = issue(registry);
        advance(60);
        assertThat(registry.sweep()).isZero();
        initialize.end();
        advance(9);
        assertThat(registry.sweep()).isZero();
        advance(1);
        assertThat(registry.sweep()).isEqualTo(1);
    }

    @Test
    void doesNotCallASessionIdleWhileAStreamIsOpen() {
        SessionRegistry registry = registry(Settings.none().idle(10).streamIdle(100));
        Session session = open(registry);
        Exchange stream = enter(registry, session, ExchangeKind.STREAM);
        advance(50);
        assertThat(registry.sweep()).isZero();
        assertThat(session.snapshot().idle()).isZero();
        stream.end();
        advance(9);
        assertThat(registry.sweep()).as("idle since the stream closed").isZero();
        advance(1);
        assertThat(registry.sweep()).isEqualTo(1);
    }

    @Test
    void endsASessionThatHasNothingButAParkedStream() {
        SessionRegistry registry = registry(Settings.none().idle(10).streamIdle(100));
        Session session = open(registry);
        enter(registry, session, ExchangeKind.STREAM);
        advance(60);
        enter(registry, session, ExchangeKind.REQUEST).end();
        advance(99);
        assertThat(registry.sweep())
                .as("a request is more than a parked stream")
                .isZero();
        advance(1);
        assertThat(registry.sweep()).isEqualTo(1);
    }

    @Test
    void doesNotCutARequestBesideAParkedStream() {
        SessionRegistry registry =
                registry(Settings.none().idle(10).streamIdle(10).lifetime(10));
        Session session = open(registry);
        enter(registry, session, ExchangeKind.STREAM);
        Exchange call = enter(registry, session, ExchangeKind.REQUEST);
        advance(1000);
        assertThat(registry.sweep()).isZero();
        call.end();
        assertThat(registry.sweep()).as("its lifetime was over long ago").isEqualTo(1);
        assertThat(registry.statistics().ended(EndReason.LIFETIME)).isEqualTo(1);
    }

    @Test
    void endsASessionAtItsLifetimeHoweverBusyItWas() {
        SessionRegistry registry = registry(Settings.none().idle(10).lifetime(30));
        Session session = open(registry);
        for (int i = 0; i < 29; i++) {
            advance(1);
            enter(registry, session, ExchangeKind.REQUEST).end();
        }
        advance(1);
        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, null))
                .isNull();
        assertThat(registry.statistics().ended(EndReason.LIFETIME)).isEqualTo(1);
    }

    @Test
    void neverExpiresWithoutTimeouts() {
        SessionRegistry registry = registry(Settings.none());
        open(registry);
        time.advance(Duration.ofDays(3650));

        assertThat(registry.sweep()).isZero();
    }

    @Test
    void appliesANewIdleTimeoutAtOnce() {
        SessionRegistry registry = registry(Settings.none().idle(1000));
        open(registry);
        advance(20);
        registry.changeTimeouts(timeouts -> timeouts.withIdle(Duration.ofSeconds(20)));

        assertThat(registry.sweep()).isEqualTo(1);
    }

    @Test
    void refusesTheOneThatIsTooMany() {
        SessionRegistry registry = registry(Settings.none().maxSessions(2));
        enter(registry, open(registry), ExchangeKind.REQUEST);
        Session second = open(registry);
        enter(registry, second, ExchangeKind.REQUEST);

        assertThat(registry.reserve(null)).isNull();
        assertThat(registry.statistics().rejected()).isEqualTo(1);
        registry.end(second, EndReason.CLIENT);
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void countsAnInitializeInFlightAgainstTheLimit() {
        SessionRegistry registry = registry(Settings.none().maxSessions(1));
        Reservation inFlight = Objects.requireNonNull(registry.reserve(null));

        assertThat(registry.reserve(null)).isNull();
        inFlight.close();
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void limitReachedByExpiredSessions_admits() {
        SessionRegistry registry = registry(Settings.none().idle(10).maxSessions(1));
        open(registry);
        advance(10);

        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void usedReservation_opensNothing() {
        SessionRegistry registry = registry(Settings.none());
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        reservation.close();

        assertThat(reservation.issue(PATH, CLIENT)).isNull();
        assertThat(reservation.adopt(PATH, "id", CLIENT)).isNull();
        assertThat(registry.admission().permitsTaken()).isZero();
    }

    @Test
    void endsTheSessionOfAnAdmissionThatIsWithdrawn() {
        SessionRegistry registry = registry(Settings.none());
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        Objects.requireNonNull(reservation.issue(PATH, CLIENT)).end();

        reservation.withdraw();
        reservation.withdraw();

        assertThat(registry.count()).isZero();
        assertThat(registry.admission().permitsTaken()).isZero();
    }

    @Test
    void leavesASessionAloneThatHasBeenUsedBeforeItsAdmissionIsWithdrawn() {
        SessionRegistry registry = registry(Settings.none());
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        Objects.requireNonNull(reservation.adopt(PATH, "id", CLIENT)).end();
        Objects.requireNonNull(registry.enter(PATH, "id", ExchangeKind.REQUEST, null))
                .end();

        reservation.withdraw();

        assertThat(registry.count()).isOne();
        assertThat(registry.admission().permitsTaken()).isOne();
    }

    @Test
    void givesBackAPermitThatIsWithdrawn() {
        SessionRegistry registry = registry(Settings.none());

        Objects.requireNonNull(registry.reserve(null)).withdraw();

        assertThat(registry.admission().permitsTaken()).isZero();
    }

    @Test
    void lowersTheLimitWithoutEndingAnything() {
        SessionRegistry registry = registry(Settings.none().maxSessions(3));
        Session first = open(registry);
        enter(registry, open(registry), ExchangeKind.REQUEST);
        registry.admission().setMaxSessions(1);

        assertThat(registry.count()).isEqualTo(2);
        registry.end(first, EndReason.CLIENT);
        assertThat(registry.reserve(null)).isNull();
        assertThatThrownBy(() -> registry.admission().setMaxSessions(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.admission().setMaxSessions(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drains() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        registry.admission().setAccepting(false);

        assertThat(registry.reserve(null)).isNull();
        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, null))
                .isNotNull();
        registry.admission().setAccepting(true);
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void initialisesALiveSessionAgainWhereTheEndpointNamesItTwice() {
        SessionRegistry registry = registry(Settings.none().maxSessions(2));
        Session first = adopt(registry, "same");

        Exchange again = Objects.requireNonNull(Objects.requireNonNull(registry.reserve(null))
                .adopt(PATH, "same", new ClientInfo(null, "second", null)));

        assertThat(again.session()).isSameAs(first);
        assertThat(first.clientName()).isEqualTo("second");
        assertThat(registry.count()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
        assertThat(registry.statistics().opened()).isEqualTo(1);
    }

    @Test
    void adoptsAnIdAgainOnceItsSessionHasEnded() {
        SessionRegistry registry = registry(Settings.none());
        Session first = adopt(registry, "same");
        registry.end(first, EndReason.CLIENT);

        Session second = adopt(registry, "same");

        assertThat(second).isNotSameAs(first);
        assertThat(second.isEnded()).isFalse();
        assertThat(second.isAdopted()).isTrue();
    }

    @Test
    void replacesASessionWithinTheSamePermit() {
        SessionRegistry registry = registry(Settings.none().maxSessions(1));
        Session old = adopt(registry, "old");

        Exchange exchange = Objects.requireNonNull(registry.replace(old, NewSession.replacing(old, "new")));

        assertThat(old.isEnded()).isTrue();
        assertThat(exchange.session().id()).isEqualTo("new");
        assertThat(exchange.session().clientName()).isEqualTo("inspector");
        assertThat(registry.count()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
        assertThat(registry.statistics().ended(EndReason.REPLACED)).isEqualTo(1);
    }

    @Test
    void sessionEndedAndLimitReached_notReplaced() {
        SessionRegistry registry = registry(Settings.none().maxSessions(1));
        Session old = adopt(registry, "old");
        registry.end(old, EndReason.CLIENT);
        enter(registry, open(registry), ExchangeKind.REQUEST);

        assertThat(registry.replace(old, NewSession.replacing(old, "new"))).isNull();
    }

    @Test
    void clearsAll() {
        SessionRegistry registry = registry(Settings.none());
        Session one = open(registry);
        Session two = open(registry);

        assertThat(registry.clear(EndReason.SHUTDOWN)).isEqualTo(2);
        assertThat(registry.clear(EndReason.SHUTDOWN)).isZero();
        assertThat(one.isEnded()).isTrue();
        assertThat(two.isEnded()).isTrue();
        assertThat(registry.admission().permitsTaken()).isZero();
    }

    @Test
    void listsWhatIsLive() {
        SessionRegistry registry = registry(Settings.none());
        Session live = open(registry);
        Session over = open(registry);
        registry.end(over, EndReason.CLIENT);

        assertThat(registry.queries().list())
                .extracting(SessionSnapshot::handle)
                .containsExactly(live.handle());
    }

    @Test
    void closesTheStreamsOfASessionThatEnds() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        AtomicInteger closed = new AtomicInteger();
        session.attachStream(() -> closed.incrementAndGet() > 0, null);

        registry.end(session, EndReason.CLIENT);

        assertThat(closed).hasValue(1);
    }

    @Test
    void closesAStreamThatComesAfterTheEnd() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        registry.end(session, EndReason.CLIENT);
        AtomicInteger closed = new AtomicInteger();

        session.attachStream(() -> closed.incrementAndGet() > 0, null);

        assertThat(closed).hasValue(1);
    }

    @Test
    void triesABusyStreamAgainAtTheNextSweep() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        AtomicInteger tries = new AtomicInteger();
        session.attachStream(() -> tries.incrementAndGet() == 2, null);

        registry.end(session, EndReason.CLIENT);
        registry.sweep();
        registry.sweep();

        assertThat(tries)
                .as("refused once, closed by the first sweep, then left alone")
                .hasValue(2);
    }

    @Test
    void forgetsAStreamThatIsOver() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry);
        AtomicInteger tries = new AtomicInteger();
        SessionStream stream = () -> tries.incrementAndGet() < 0;
        session.attachStream(stream, null);
        session.detachStream(stream);
        registry.end(session, EndReason.CLIENT);
        assertThat(tries).hasValue(0);

        SessionStream busy = () -> tries.incrementAndGet() < 0;
        session.attachStream(busy, null);
        session.detachStream(busy);
        registry.sweep();
        assertThat(tries).as("one try when it came too late").hasValue(1);
    }

    @Test
    void keepsStatistics() {
        SessionRegistry registry = registry(Settings.none());
        Session one = open(registry);
        open(registry);
        advance(10);
        registry.end(one, EndReason.CLIENT);
        registry.sessionNotFound("/mcp", "unknown", null);

        SessionStatistics statistics = registry.statistics();
        assertThat(statistics.opened()).isEqualTo(2);
        assertThat(statistics.mostActive()).isEqualTo(2);
        assertThat(statistics.averageAlive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(statistics.longestAlive()).isEqualTo(Duration.ofSeconds(10));
        assertThat(statistics.unknownSessionRequests()).isEqualTo(1);

        registry.resetStatistics();
        assertThat(statistics.opened()).as("who is live").isEqualTo(1);
        assertThat(statistics.ended()).isZero();
        assertThat(statistics.longestAlive()).isZero();
        assertThat(statistics.mostActive()).as("as many as there are").isEqualTo(1);
    }

    private SessionRegistry registry(Settings settings) {
        return new SessionRegistry(settings.configuration(), time, RegistryListener.none());
    }

    private void advance(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private static Exchange issue(SessionRegistry registry) {
        return Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(null)).issue(PATH, CLIENT));
    }

    private static Session open(SessionRegistry registry) {
        Exchange initialize = issue(registry);
        initialize.end();
        return initialize.session();
    }

    private static Session adopt(SessionRegistry registry, String id) {
        return adopt(registry, PATH, id);
    }

    private static Session adopt(SessionRegistry registry, String path, String id) {
        Exchange initialize = Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(null)).adopt(path, id, CLIENT));
        initialize.end();
        return initialize.session();
    }

    private static Exchange enter(SessionRegistry registry, Session session, ExchangeKind kind) {
        return Objects.requireNonNull(registry.enter(PATH, session.id(), kind, null));
    }
}
