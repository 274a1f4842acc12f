package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which endpoint sessions are released, in which order, and when. */
class PendingReleaseQueueTest {

    private static final String PATH = "/mcp";
    private static final Owner ALICE = Owner.named("alice");

    private final ManualTime time = new ManualTime();
    private final SessionRegistry registry = registry(Settings.none());
    private final PendingReleaseQueue queue = registry.releases();

    @Test
    void adoptedSessionEndedHere_isReleased() {
        Session expired = adopt("expired", null);
        Session deleted = adopt("deleted", null);
        Session issued = open();
        registry.end(expired, EndReason.OPERATOR);
        registry.end(deleted, EndReason.CLIENT);
        registry.end(issued, EndReason.OPERATOR);

        assertThat(queue.waiting()).isOne();
        PendingRelease release = take();
        assertThat(release.session()).isSameAs(expired);
        assertThat(release.path()).isEqualTo(PATH);
        assertThat(release.id()).isEqualTo("expired");
        assertThat(release.handle()).isEqualTo(expired.handle());
        assertThat(release.toString()).doesNotContain("expired");
        assertThat(queue.take()).isNull();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void requestInFlightOrWriteInProgress_isNotReleasedYet() {
        Session session = adopt("busy", null);
        Exchange call = enter(session, ExchangeKind.REQUEST);
        boolean[] writing = {true};
        enter(session, ExchangeKind.STREAM).attachStream(() -> !writing[0]);
        registry.end(session, EndReason.OPERATOR);

        assertThat(queue.take()).isNull();
        call.end();
        assertThat(queue.take()).isNull();
        writing[0] = false;
        assertThat(take().session()).isSameAs(session);
    }

    @ParameterizedTest
    @CsvSource({"-1, 10000", "5, 10000", "12000, 12000"})
    void queueIsBounded(int limit, int bound) {
        int[] dropped = {0};
        SessionRegistry bounded =
                new SessionRegistry(Settings.none().maxSessions(limit).configuration(), time, new RegistryListener() {
                    @Override
                    public void releaseDropped() {
                        dropped[0]++;
                    }
                });
        for (int i = 0; i <= bound; i++) {
            bounded.releaseUnopened(PATH, "id-" + i);
        }

        assertThat(bounded.releases().waiting()).isEqualTo(bound);
        assertThat(dropped[0]).isOne();
    }

    @Test
    void sessionThatHasToWait_doesNotDelayAnother() {
        Session stuck = adopt("stuck", null);
        enter(stuck, ExchangeKind.REQUEST);
        Session other = adopt("other", null);
        registry.end(stuck, EndReason.OPERATOR);
        registry.end(other, EndReason.OPERATOR);

        assertThat(queue.take()).isNull();
        assertThat(take().session()).isSameAs(other);
        assertThat(queue.waiting()).isOne();
    }

    @Test
    void fiveSecondsWithoutHostRequest_isOverdue() {
        registry.end(adopt("one", null), EndReason.OPERATOR);
        time.advance(Duration.ofSeconds(3));
        registry.end(adopt("two", null), EndReason.OPERATOR);

        assertThat(queue.takeOverdue()).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(Objects.requireNonNull(queue.takeOverdue()).id()).isEqualTo("one");
        assertThat(queue.takeOverdue()).isNull();
        assertThat(queue.waiting()).isOne();
    }

    @Test
    void sessionWithdrawnAfterItOpened_isReleasedWhenItsExchangeEnds() {
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        Exchange initialize = Objects.requireNonNull(reservation.adopt(PATH, "withdrawn", ClientInfo.UNKNOWN));
        reservation.withdraw();

        assertThat(queue.take()).as("its initialize is in flight").isNull();
        initialize.end();
        assertThat(take().id()).isEqualTo("withdrawn");
    }

    @Test
    void issuedSessionWithdrawn_isNotReleased() {
        Reservation reservation = Objects.requireNonNull(registry.reserve(null));
        Objects.requireNonNull(reservation.issue(PATH, ClientInfo.UNKNOWN)).end();
        reservation.withdraw();

        assertThat(queue.waiting()).isZero();
    }

    @Test
    void idWithoutSession_isReleased() {
        registry.releaseUnopened(PATH, "unopened");

        PendingRelease release = take();
        assertThat(release.id()).isEqualTo("unopened");
        assertThat(release.session()).isNull();
        assertThat(release.handle()).isEqualTo(adopt("unopened", null).handle());
    }

    @Test
    void idOfALiveSession_isNeverReleased() {
        adopt("live", ALICE);
        registry.releaseUnopened(PATH, "live");
        assertThat(queue.waiting()).isZero();

        registry.releaseUnopened("/other", "live");
        assertThat(take().path()).isEqualTo("/other");
    }

    @Test
    void idGivenASecondTime_isNotReleased() {
        registry.end(adopt("again", null), EndReason.OPERATOR);
        adopt("again", ALICE);

        assertThat(queue.take()).isNull();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void idThatCannotBeSent_isNotReleased() {
        Stream.of("", " ", "a b", "x".repeat(129)).forEach(id -> registry.releaseUnopened(PATH, id));

        assertThat(queue.waiting()).isZero();
    }

    @Test
    void releaseSwitchedOff_nothingIsQueued() {
        SessionRegistry without = registry(Settings.none().withoutReleases());
        Exchange exchange = Objects.requireNonNull(
                Objects.requireNonNull(without.reserve(null)).adopt(PATH, "ended", ClientInfo.UNKNOWN));
        exchange.end();
        without.end(exchange.session(), EndReason.OPERATOR);
        without.releaseUnopened(PATH, "unopened");

        assertThat(without.releases().waiting()).isZero();
    }

    @Test
    void initializeRefusedWhenItsResponseLeaves_countsAsRejected() {
        SessionRegistry full = registry(Settings.none().maxSessions(1));
        Reservation first = Objects.requireNonNull(full.reserve(null));
        Objects.requireNonNull(first.issue(PATH, ClientInfo.UNKNOWN)).end();
        time.advance(Duration.ofMinutes(1));
        Reservation second = Objects.requireNonNull(full.reserve(null));
        Reservation third = Objects.requireNonNull(full.reserve(null));
        Objects.requireNonNull(second.issue(PATH, ClientInfo.UNKNOWN));

        assertThat(third.adopt(PATH, "late", ClientInfo.UNKNOWN)).isNull();
        assertThat(full.statistics().rejected()).isOne();
    }

    @Test
    void failedReleases_areCountedUntilTheStatisticsAreReset() {
        registry.releaseFailed();
        assertThat(registry.statistics().failedReleases()).isOne();

        registry.resetStatistics();
        assertThat(registry.statistics().failedReleases()).isZero();
    }

    private PendingRelease take() {
        return Objects.requireNonNull(queue.take());
    }

    private SessionRegistry registry(Settings settings) {
        return new SessionRegistry(settings.configuration(), time, RegistryListener.none());
    }

    private Session open() {
        return ended(Objects.requireNonNull(registry.reserve(null)).issue(PATH, ClientInfo.UNKNOWN));
    }

    private Session adopt(String id, @Nullable Owner owner) {
        return ended(Objects.requireNonNull(registry.reserve(owner)).adopt(PATH, id, ClientInfo.UNKNOWN));
    }

    private static Session ended(@Nullable Exchange initialize) {
        Objects.requireNonNull(initialize).end();
        return initialize.session();
    }

    private Exchange enter(Session session, ExchangeKind kind) {
        return Objects.requireNonNull(registry.enter(PATH, session.id(), kind, null));
    }
}
