package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which initialize requests are admitted, and which sessions are evicted for them. */
class AdmissionControlTest {

    private static final String PATH = "/mcp";
    private static final Owner ALICE = Owner.named("alice");
    private static final Owner BOB = Owner.named("bob");

    private final ManualTime time = new ManualTime();

    @Test
    void theOldestProvisionalSessionGoesFirst() {
        SessionRegistry registry = full(4);
        Session idle = used(registry, null, 5);
        Session served = used(registry, null, 1);
        Session older = open(registry, null);
        Session younger = open(registry, null);
        advance(3600);

        assertThat(evictedFor(registry, null)).isSameAs(older);
        assertThat(younger.isEnded()).isFalse();
        assertThat(served.isEnded()).isFalse();
        assertThat(idle.isEnded()).isFalse();
    }

    @Test
    void thenTheOldestThatHasServedOneRequest() {
        SessionRegistry registry = full(3);
        used(registry, null, 5);
        Session served = used(registry, null, 1);
        used(registry, null, 1);
        advance(3600);

        assertThat(evictedFor(registry, null)).isSameAs(served);
    }

    @Test
    void usedSessionsOnly_callersOwnIdleLongestEvicted() {
        SessionRegistry registry = full(3);
        used(registry, null, 5);
        advance(10);
        Session own = used(registry, ALICE, 5);
        advance(10);
        used(registry, ALICE, 5);
        advance(60);

        assertThat(evictedFor(registry, ALICE)).isSameAs(own);
    }

    @Test
    void thenTheAnonymousLongestIdle() {
        SessionRegistry registry = full(3);
        used(registry, BOB, 5);
        advance(10);
        Session longest = used(registry, null, 5);
        advance(10);
        used(registry, null, 5);
        advance(60);

        assertThat(evictedFor(registry, ALICE)).isSameAs(longest);
    }

    @Test
    void idleForLessThanAMinute_isNotEvictedForAnAnonymousCaller() {
        SessionRegistry registry = full(2);
        used(registry, null, 5);
        used(registry, ALICE, 5);
        time.advance(Duration.ofSeconds(60).minusNanos(1));

        assertThat(registry.reserve(null)).isNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void ownersSession_notEvictedForAnotherCaller() {
        SessionRegistry registry = full(3);
        open(registry, BOB);
        used(registry, BOB, 1);
        used(registry, BOB, 5);
        advance(36_000);

        assertThat(registry.reserve(ALICE)).isNull();
        assertThat(registry.reserve(null)).isNull();
        assertThat(registry.reserve(BOB)).isNotNull();
    }

    @Test
    void requestInFlight_notEvicted() {
        SessionRegistry registry = full(1);
        Session busy = used(registry, null, 1);
        Exchange call = enter(registry, busy, ExchangeKind.REQUEST, null);
        advance(3600);

        assertThat(registry.reserve(null)).isNull();
        call.end();
        advance(60);
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void openStreamOnly_evicted() {
        SessionRegistry registry = full(1);
        Session parked = used(registry, null, 5);
        advance(3600);
        enter(registry, parked, ExchangeKind.STREAM, null);

        assertThat(evictedFor(registry, null)).isSameAs(parked);
    }

    @Test
    void floodOfInitialize_leavesAClientTimeForItsHandshake() {
        SessionRegistry registry = full(200);
        for (int i = 0; i < 200; i++) {
            used(registry, null, 4);
        }
        advance(65);
        for (int second = 0; second < 20; second++) {
            flood(registry, 4);
            Session client = open(registry, null);
            flood(registry, 3);
            assertThat(registry.enter(PATH, client.id(), ExchangeKind.REQUEST, null))
                    .as("notifications/initialized of client " + second)
                    .isNotNull();
            time.advance(Duration.ofMillis(125));
        }
        assertThat(registry.count()).isEqualTo(200);
    }

    private void flood(SessionRegistry registry, int requests) {
        for (int i = 0; i < requests; i++) {
            open(registry, null);
            time.advance(Duration.ofMillis(125));
        }
    }

    @Test
    void listeningClient_isNotEvictedByAStranger() {
        SessionRegistry registry = full(1);
        Session listening = used(registry, null, 1);
        enter(registry, listening, ExchangeKind.STREAM, null);
        advance(59);

        assertThat(registry.reserve(null)).isNull();
        assertThat(listening.isEnded()).isFalse();
    }

    @Test
    void notifications_doNotCountAsRequestsServed() {
        SessionRegistry registry = full(1);
        Session session = used(registry, null, 1);
        for (int i = 0; i < 5; i++) {
            Exchange notification = enter(registry, session, ExchangeKind.REQUEST, null);
            notification.markNotification();
            notification.end();
        }
        advance(10);

        assertThat(evictedFor(registry, null)).isSameAs(session);
    }

    @Test
    void streamThatReconnects_keepsTheSessionForTenSecondsMore() {
        SessionRegistry registry = full(1);
        Session listening = used(registry, null, 1);
        Exchange stream = enter(registry, listening, ExchangeKind.STREAM, null);
        advance(55);
        stream.end();
        advance(9);
        assertThat(registry.reserve(null)).isNull();

        advance(1);
        assertThat(evictedFor(registry, null)).isSameAs(listening);
    }

    @Test
    void sessionsKeptYoung_doNotRefuseAnAuthenticatedCaller() {
        SessionRegistry registry = full(50);
        List<Session> young = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            young.add(used(registry, null, 4));
            advance(1);
        }
        for (int minute = 0; minute < 3; minute++) {
            advance(9);
            for (Session session : young) {
                enter(registry, session, ExchangeKind.REQUEST, null).end();
                advance(1);
            }
        }

        assertThat(registry.reserve(null)).isNull();
        assertThat(evictedFor(registry, ALICE)).isSameAs(young.get(0));
        assertThat(evictedFor(registry, BOB)).isSameAs(young.get(1));
    }

    @Test
    void anonymousSessionsWithRequestsInFlight_refuseAnAuthenticatedCaller() {
        SessionRegistry registry = full(2);
        Exchange call = enter(registry, used(registry, null, 4), ExchangeKind.REQUEST, null);
        enter(registry, used(registry, null, 4), ExchangeKind.REQUEST, null);

        assertThat(registry.reserve(ALICE)).isNull();
        call.end();
        time.advance(Duration.ofMillis(100));
        assertThat(evictedFor(registry, ALICE)).isSameAs(call.session());
    }

    @Test
    void idleTimeAtTheLastRequest_decidesAmongThousandsOfSessions() {
        SessionRegistry registry = full(2_000);
        List<Session> byUse = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            byUse.add(used(registry, i % 3 == 0 ? ALICE : null, 4));
        }
        Collections.shuffle(byUse, new Random(1));
        for (Session session : byUse) {
            time.advance(Duration.ofMillis(1));
            enter(registry, session, ExchangeKind.REQUEST, session.owner()).end();
        }
        advance(60);
        List<Session> anonymous =
                byUse.stream().filter(session -> session.owner() == null).toList();
        List<Session> owned =
                byUse.stream().filter(session -> session.owner() != null).toList();

        for (int i = 0; i < 100; i++) {
            assertThat(evictedFor(registry, BOB)).isSameAs(anonymous.get(i));
            assertThat(evictedFor(registry, ALICE)).isSameAs(owned.get(i));
        }
    }

    @Test
    void oneRequestServed_isEvictedAfterTenSecondsOfIdleness() {
        SessionRegistry registry = full(2);
        used(registry, null, 2);
        Session served = used(registry, null, 1);
        time.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(registry.reserve(null)).isNull();
        time.advance(Duration.ofNanos(1));

        assertThat(evictedFor(registry, null)).isSameAs(served);
    }

    @Test
    void whoHasServedTwoRequestsNeedsOne() {
        SessionRegistry registry = full(1);
        used(registry, null, 2);
        advance(10);

        assertThat(registry.reserve(null)).isNull();
    }

    @Test
    void callersOwnProvisionalSession_isAmongTheOldest() {
        SessionRegistry registry = full(2);
        Session own = open(registry, ALICE);
        open(registry, null);
        advance(10);

        assertThat(evictedFor(registry, ALICE)).isSameAs(own);
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(1);
    }

    @Test
    void initializeInFlight_notEvicted() {
        SessionRegistry registry = full(1);
        Exchange initialize = Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(null)).issue(PATH, ClientInfo.UNKNOWN));

        assertThat(registry.reserve(null)).isNull();
        initialize.end();
        advance(10);
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void streamsThatOpenAndEnd_doNotKeepASessionFromEviction() {
        SessionRegistry registry = full(1);
        Session listening = used(registry, null, 5);
        advance(3600);
        enter(registry, listening, ExchangeKind.STREAM, null).end();
        enter(registry, listening, ExchangeKind.STREAM, null);

        assertThat(evictedFor(registry, null)).isSameAs(listening);
    }

    @Test
    void aCandidateGoesOnlyWhileItsStateIsWhatMadeItOne() {
        SessionRegistry registry = full(1);
        Session session = open(registry, null);

        assertThat(new EvictionIndex.Candidate(session, state -> false).evict()).isFalse();
        assertThat(session.isEnded()).isFalse();
    }

    @Test
    void whoIsGoneIsForgotten() {
        SessionRegistry registry = full(10);
        open(registry, null);
        used(registry, ALICE, 1);
        used(registry, BOB, 5);
        assertThat(registry.candidates().isEmpty()).isFalse();

        registry.clear(EndReason.OPERATOR);

        assertThat(registry.candidates().isEmpty()).isTrue();
        assertThat(registry.admission().hasNoOwners()).isTrue();
        assertThat(registry.admission().permitsTaken()).isZero();
    }

    @Test
    void whoGivesUpGivesBackOnce() {
        SessionRegistry registry = full(2);
        open(registry, ALICE);
        Reservation reservation = Objects.requireNonNull(registry.reserve(ALICE));
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(2);

        reservation.close();
        reservation.close();
        reservation.withdraw();

        assertThat(reservation.issue(PATH, ClientInfo.UNKNOWN)).isNull();
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(1);
    }

    @Test
    void anAnswerThatFailsEndsItsSessionUnlessThatIsInUse() {
        SessionRegistry registry = full(2);
        Reservation failing = Objects.requireNonNull(registry.reserve(null));
        Session unused = keep(Objects.requireNonNull(failing.issue(PATH, ClientInfo.UNKNOWN)));
        Reservation late = Objects.requireNonNull(registry.reserve(null));
        Session used = keep(Objects.requireNonNull(late.issue(PATH, ClientInfo.UNKNOWN)));
        enter(registry, used, ExchangeKind.REQUEST, null).end();

        failing.withdraw();
        late.withdraw();

        assertThat(unused.isEnded()).isTrue();
        assertThat(used.isEnded()).isFalse();
        assertThat(registry.statistics().ended(EndReason.ENDPOINT_GONE)).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
    }

    @Test
    void noCandidate_ownersPermitReturned() {
        SessionRegistry registry = full(1);
        Session provisional = open(registry, null);
        advance(10);
        Reservation reservation = Objects.requireNonNull(registry.reserve(ALICE));
        enter(registry, provisional, ExchangeKind.REQUEST, null);

        assertThat(reservation.issue(PATH, ClientInfo.UNKNOWN)).isNull();
        assertThat(registry.admission().hasNoOwners()).isTrue();
    }

    @Test
    void anOwnersPermitThatCameFreeInTheMeantimeIsGivenBackToo() {
        SessionRegistry registry = registry(Settings.none().maxSessions(2).maxSessionsPerOwner(1));
        Session first = used(registry, ALICE, 5);
        enter(registry, used(registry, null, 5), ExchangeKind.REQUEST, null);
        Reservation reservation = Objects.requireNonNull(registry.reserve(ALICE));
        registry.end(first, EndReason.CLIENT);
        enter(registry, used(registry, null, 5), ExchangeKind.REQUEST, null);

        assertThat(reservation.issue(PATH, ClientInfo.UNKNOWN)).isNull();
        assertThat(registry.admission().hasNoOwners()).isTrue();
        assertThat(registry.admission().permitsTaken()).isEqualTo(2);
    }

    @Test
    void evictionForTheOwnersLimit_servesTheLimitOfAllSessions() {
        SessionRegistry registry = registry(Settings.none().maxSessions(2).maxSessionsPerOwner(1));
        Session own = used(registry, ALICE, 5);
        used(registry, null, 5);

        assertThat(evictedFor(registry, ALICE)).isSameAs(own);
        assertThat(registry.admission().permitsTaken()).isEqualTo(2);
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(1);
    }

    @Test
    void limitReached_sweptBeforeAnInitializeIsRefused() {
        SessionRegistry registry = registry(Settings.none().maxSessions(1).idle(30));
        Session expired = used(registry, BOB, 5);
        advance(30);

        assertThat(registry.reserve(null)).isNotNull();
        assertThat(expired.isEnded()).isTrue();
    }

    @Test
    void refusedInitialize_takesNoPermit() {
        SessionRegistry registry = registry(Settings.none().maxSessions(2).maxSessionsPerOwner(1));
        enter(registry, open(registry, ALICE), ExchangeKind.REQUEST, ALICE);

        assertThat(registry.reserve(ALICE)).as("above the limit for each owner").isNull();
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);

        enter(registry, open(registry, null), ExchangeKind.REQUEST, null);
        assertThat(registry.reserve(BOB)).as("above the limit of all sessions").isNull();
        assertThat(registry.admission().permitsTaken(BOB)).isZero();
        assertThat(registry.statistics().rejected()).isEqualTo(2);
    }

    @Test
    void aReplacementTakesOverThePermits() {
        SessionRegistry registry = full(1);
        Session old = adopt(registry, "old", ALICE);

        assertThat(registry.replace(old, NewSession.replacing(old, "new"))).isNotNull();

        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(1);
    }

    @Test
    void failedInitialize_evictsNoSession() {
        SessionRegistry registry = full(1);
        Session provisional = open(registry, null);
        advance(10);

        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        reservation.close();

        assertThat(provisional.isEnded()).isFalse();
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
    }

    @Test
    void aCandidateThatComesToLifeIsSpared() {
        SessionRegistry registry = full(1);
        Session provisional = open(registry, null);
        advance(10);
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        enter(registry, provisional, ExchangeKind.REQUEST, null);

        assertThat(reservation.issue(PATH, ClientInfo.UNKNOWN)).isNull();
        assertThat(provisional.isEnded()).isFalse();
        assertThat(registry.count()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
    }

    @Test
    void anOwnerAboveTheirLimitLosesTheirLongestIdle() {
        SessionRegistry registry = registry(Settings.none().maxSessions(10).maxSessionsPerOwner(2));
        Session bobs = used(registry, BOB, 1);
        Session first = used(registry, ALICE, 5);
        advance(1);
        Session second = used(registry, ALICE, 5);
        advance(1);

        Session third = open(registry, ALICE);

        assertThat(first.isEnded()).isTrue();
        assertThat(second.isEnded()).isFalse();
        assertThat(third.isEnded()).isFalse();
        assertThat(bobs.isEnded()).isFalse();
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(2);
        assertThat(registry.admission().permitsTaken()).isEqualTo(3);
    }

    @Test
    void anOwnerWhoseSessionsAreAllBusyIsRefused() {
        SessionRegistry registry = registry(Settings.none().maxSessionsPerOwner(1));
        enter(registry, open(registry, ALICE), ExchangeKind.REQUEST, ALICE);

        assertThat(registry.reserve(ALICE)).isNull();
        assertThat(registry.reserve(BOB)).isNotNull();
        assertThat(registry.reserve(null)).isNotNull();
    }

    @Test
    void theLimitOfAnOwnerHoldsAlsoWhereTheyTakeAnAnonymousSession() {
        SessionRegistry registry = registry(Settings.none().maxSessionsPerOwner(1));
        Session first = used(registry, ALICE, 5);
        Session anonymous = open(registry, null);

        enter(registry, anonymous, ExchangeKind.REQUEST, ALICE).end();

        assertThat(first.isEnded()).isTrue();
        assertThat(anonymous.isEnded()).isFalse();
        assertThat(registry.admission().permitsTaken(ALICE)).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
    }

    @Test
    void anEvictedSessionIsCountedAndItsPermitPassedOn() {
        SessionRegistry registry = full(1);
        open(registry, null);
        advance(10);

        open(registry, null);

        assertThat(registry.count()).isEqualTo(1);
        assertThat(registry.admission().permitsTaken()).isEqualTo(1);
        assertThat(registry.statistics().mostActive()).isEqualTo(1);
        assertThat(registry.statistics().ended(EndReason.LIMIT)).isEqualTo(1);
    }

    @Test
    void loweredLimit_twoEvictedForEachOpened() {
        SessionRegistry registry = full(5);
        for (int i = 0; i < 5; i++) {
            open(registry, null);
        }
        registry.admission().setMaxSessions(3);
        assertThat(registry.count()).isEqualTo(5);
        advance(10);

        open(registry, null);
        assertThat(registry.count()).isEqualTo(4);
        open(registry, null);
        advance(10);
        open(registry, null);

        assertThat(registry.count()).isEqualTo(3);
        assertThat(registry.admission().permitsTaken()).isEqualTo(3);
    }

    @Test
    void theFirstCallerWithANameMakesAnAnonymousSessionTheirs() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry, null);
        assertThat(session.owner()).isNull();

        enter(registry, session, ExchangeKind.REQUEST, ALICE).end();

        assertThat(session.owner()).isEqualTo(ALICE);
        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, null))
                .isNull();
        assertThat(registry.enter(PATH, session.id(), ExchangeKind.STREAM, BOB)).isNull();
        registry.sessionNotFound(PATH, session.id(), null);
        registry.sessionNotFound(PATH, session.id(), BOB);
        assertThat(registry.statistics().ownerMismatches()).isEqualTo(2);
        assertThat(registry.statistics().unknownSessionRequests()).isZero();

        registry.sessionNotFound(PATH, session.id(), ALICE);
        registry.end(session, EndReason.CLIENT);
        registry.sessionNotFound(PATH, session.id(), BOB);
        assertThat(registry.statistics().ownerMismatches()).isEqualTo(2);
        assertThat(registry.statistics().unknownSessionRequests()).isEqualTo(2);
    }

    @Test
    void sessionBoundToAnOwner_anonymousStreamsClosed() {
        SessionRegistry registry = registry(Settings.none());
        Session session = open(registry, null);
        boolean[] closed = new boolean[3];
        enter(registry, session, ExchangeKind.STREAM, null).attachStream(() -> closed[0] = true);
        Exchange late = enter(registry, session, ExchangeKind.STREAM, null);

        Exchange own = enter(registry, session, ExchangeKind.STREAM, ALICE);
        own.attachStream(() -> closed[1] = true);
        late.attachStream(() -> closed[2] = true);

        assertThat(closed).containsExactly(true, false, true);
    }

    @Test
    void anotherIssuerClientOrTenantIsAnotherOwner() {
        SessionRegistry registry = registry(Settings.none());
        Owner owner = new Owner("alice", "https://idp", "app", "t1");
        Session session = open(registry, owner);

        assertThat(registry.enter(PATH, session.id(), ExchangeKind.REQUEST, ALICE))
                .isNull();
        assertThat(registry.enter(
                        PATH, session.id(), ExchangeKind.REQUEST, new Owner("alice", "https://other", "app", "t1")))
                .isNull();
        assertThat(registry.enter(
                        PATH, session.id(), ExchangeKind.REQUEST, new Owner("alice", "https://idp", "weak", "t1")))
                .isNull();
        assertThat(registry.enter(
                        PATH, session.id(), ExchangeKind.REQUEST, new Owner("alice", "https://idp", "app", "t2")))
                .isNull();
        assertThat(registry.enter(
                        PATH, session.id(), ExchangeKind.REQUEST, new Owner("alice", "https://idp", "app", "t1")))
                .isNotNull();
    }

    @Test
    void idOfAnotherOwnersSession_notShared() {
        SessionRegistry registry = registry(Settings.none());
        Session anonymous = adopt(registry, "one", null);
        Session bobs = adopt(registry, "two", BOB);

        assertThat(Objects.requireNonNull(registry.reserve(ALICE)).adopt(PATH, "one", ClientInfo.UNKNOWN))
                .isNull();
        assertThat(Objects.requireNonNull(registry.reserve(ALICE)).adopt(PATH, "two", ClientInfo.UNKNOWN))
                .isNull();
        assertThat(Objects.requireNonNull(registry.reserve(null)).adopt(PATH, "two", ClientInfo.UNKNOWN))
                .isNull();
        assertThat(anonymous.owner()).isNull();
        assertThat(bobs.owner()).isEqualTo(BOB);
        assertThat(registry.admission().permitsTaken()).isEqualTo(2);
        assertThat(registry.admission().permitsTaken(ALICE)).isZero();
    }

    /** The session that is evicted when this caller opens one. */
    private Session evictedFor(SessionRegistry registry, Owner caller) {
        List<Session> before = sessions(registry);
        open(registry, caller);
        List<Session> gone = before.stream().filter(Session::isEnded).toList();
        assertThat(gone).hasSize(1);
        return gone.get(0);
    }

    private final List<Session> opened = new ArrayList<>();

    private List<Session> sessions(SessionRegistry registry) {
        assertThat(registry.count()).isEqualTo((int)
                opened.stream().filter(session -> !session.isEnded()).count());
        return opened.stream().filter(session -> !session.isEnded()).toList();
    }

    private SessionRegistry full(int limit) {
        return registry(Settings.none().maxSessions(limit));
    }

    private SessionRegistry registry(Settings settings) {
        return new SessionRegistry(settings.configuration(), time, RegistryListener.none());
    }

    private void advance(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private Session open(SessionRegistry registry, Owner owner) {
        return keep(Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(owner)).issue(PATH, ClientInfo.UNKNOWN)));
    }

    private Session adopt(SessionRegistry registry, String id, Owner owner) {
        return keep(Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(owner)).adopt(PATH, id, ClientInfo.UNKNOWN)));
    }

    private Session keep(Exchange initialize) {
        initialize.end();
        opened.add(initialize.session());
        return initialize.session();
    }

    private Session used(SessionRegistry registry, Owner owner, int requests) {
        Session session = open(registry, owner);
        for (int i = 0; i < requests; i++) {
            enter(registry, session, ExchangeKind.REQUEST, owner).end();
        }
        return session;
    }

    private static Exchange enter(SessionRegistry registry, Session session, ExchangeKind kind, Owner caller) {
        return Objects.requireNonNull(registry.enter(PATH, session.id(), kind, caller));
    }
}
