package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.Parameter;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.Sweeper;
import dev.mcpsession.engine.TimeSource;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionManagementTest {

    private static final Owner ALICE = Owner.named("alice");
    private static final Owner BOB = Owner.named("bob");
    private static final ClientInfo CLIENT = new ClientInfo("2025-11-25", "probe", "1.2");

    private final Clock clock = new Clock();
    private final SessionRegistry registry = new SessionRegistry(
            new Configuration(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(1),
                    Duration.ofHours(24),
                    Duration.ofSeconds(15),
                    Duration.ZERO,
                    null,
                    2000,
                    -1,
                    true,
                    true,
                    new ProtocolVersions(ProtocolVersions.WITH_SESSIONS),
                    AllowedOrigins.NONE,
                    true,
                    "tid",
                    true,
                    null,
                    Duration.ofDays(7)),
            clock,
            RegistryListener.none());
    private final SessionManagement management = new SessionManagement(
            registry, new Sweeper(registry, new ScheduledThreadPoolExecutor(1)), KeepAlives.idle());

    @Test
    void showsASessionWithoutItsId() {
        adopt("secret").end();
        clock.nanos += Duration.ofSeconds(5).toNanos();

        String handle = registry.queries().list().get(0).handle();
        assertThat(management.getSessions())
                .containsExactly(new SessionRow(
                        handle,
                        null,
                        null,
                        "provisional",
                        "probe",
                        "1.2",
                        "2025-11-25",
                        Date.from(Instant.EPOCH),
                        Date.from(Instant.EPOCH),
                        5,
                        0,
                        0,
                        1,
                        "/mcp",
                        "endpoint"));
        assertThat(management.getSessions().toString()).doesNotContain("secret");
    }

    @Test
    void showsWhatIsInFlight() {
        adopt("a").end();
        enter("a", ExchangeKind.REQUEST);
        enter("a", ExchangeKind.STREAM);
        enter("a", ExchangeKind.STREAM);

        assertThat(management.getActiveSessions()).isOne();
        assertThat(management.getActiveRequests()).isEqualTo(3);
        assertThat(management.getActiveStreams()).isEqualTo(2);
        SessionRow row = management.getSessions().get(0);
        assertThat(row.state()).isEqualTo("established");
        assertThat(row.requestsInFlight()).isOne();
        assertThat(row.openStreams()).isEqualTo(2);
        assertThat(row.idleSeconds()).isZero();
    }

    @Test
    void tellsIssuedFromAdopted() {
        registry.reserve(null).issue("/mcp", CLIENT);

        assertThat(management.getSessions()).extracting(SessionRow::namedBy).containsExactly("filter");
    }

    @Test
    void showsTheMostRecentlyUsedFirst() {
        for (String path : List.of("/1", "/2", "/3")) {
            clock.nanos += Duration.ofSeconds(1).toNanos();
            registry.reserve(null).adopt(path, "id", CLIENT).end();
        }
        clock.nanos += Duration.ofSeconds(1).toNanos();
        registry.enter("/1", "id", ExchangeKind.REQUEST, null).end();

        assertThat(management.getSessions()).extracting(SessionRow::path).containsExactly("/1", "/3", "/2");
    }

    @Test
    void theTableIsBounded() {
        for (int i = 0; i <= management.getSessionTableLimit(); i++) {
            adopt("id" + i).end();
        }

        assertThat(management.getSessions()).hasSize(management.getSessionTableLimit());
        assertThat(management.getActiveSessions()).isEqualTo(management.getSessionTableLimit() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonOfAnEndIsCountedInItsPlace(EndReason reason) {
        Exchange exchange = adopt("a");

        registry.end(exchange.session(), reason);

        assertThat(management.getExpiredSessions())
                .isEqualTo(count(reason == EndReason.IDLE || reason == EndReason.LIFETIME));
        assertThat(management.getTerminatedSessions())
                .isEqualTo(count(reason == EndReason.CLIENT || reason == EndReason.OPERATOR));
        assertThat(management.getReplacedSessions()).isEqualTo(count(reason == EndReason.REPLACED));
        assertThat(management.getLostSessions()).isEqualTo(count(reason == EndReason.ENDPOINT_GONE));
        assertThat(management.getEvictedSessions()).isEqualTo(count(reason == EndReason.LIMIT));
        assertThat(management.getEndedSessions()).hasSize(EndReason.values().length);
        management
                .getEndedSessions()
                .forEach((name, count) -> assertThat(count)
                        .as(name)
                        .isEqualTo(count(name.equals(reason.name().toLowerCase(Locale.ROOT)))));
    }

    private static int count(boolean counted) {
        return counted ? 1 : 0;
    }

    @Test
    void countsWhatHasHappened() {
        adopt("a").end();
        adopt("b").end();
        clock.nanos += Duration.ofSeconds(10).toNanos();
        registry.clear(EndReason.OPERATOR);
        registry.admission().setAccepting(false);
        assertThat(registry.reserve(null)).isNull();
        registry.sessionNotFound("/mcp", "unknown", null);

        assertThat(management.getSessionCounter()).isEqualTo(2);
        assertThat(management.getMaxActive()).isEqualTo(2);
        assertThat(management.getSessionAverageAliveTime()).isEqualTo(10);
        assertThat(management.getSessionMaxAliveTime()).isEqualTo(10);
        assertThat(management.getRejectedSessions()).isOne();
        assertThat(management.getUnknownSessionRequests()).isOne();

        management.resetStatistics();

        assertThat(management.getSessionCounter()).isZero();
        assertThat(management.getMaxActive()).isZero();
    }

    @Test
    void expiresASessionByItsHandle() {
        adopt("a").end();
        String handle = management.getSessions().get(0).handle();

        assertThat(management.expireSession("unknown")).isFalse();
        assertThat(management.expireSession("a")).as("the id is no handle").isFalse();
        assertThat(management.expireSession(handle)).isTrue();
        assertThat(management.expireSession(handle)).isFalse();
        assertThat(management.getActiveSessions()).isZero();
    }

    @Test
    void sweepsNow() {
        assertThat(management.getLastSweepTimestamp()).isZero();
        adopt("a").end();
        clock.nanos += Duration.ofMinutes(1).toNanos();

        assertThat(management.sweep()).isOne();

        assertThat(management.getLastSweepTimestamp()).isEqualTo(60_000);
    }

    @Test
    void drains() {
        management.setAccepting(false);

        assertThat(management.isAccepting()).isFalse();
        assertThat(registry.reserve(null)).isNull();
    }

    @Test
    void changesTheLimit() {
        management.setMaxActiveSessions(1);

        adopt("a");
        assertThat(registry.reserve(null)).isNull();
        assertThat(management.getMaxActiveSessions()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, Integer.MIN_VALUE})
    void refusesALimitThatIsNone(int limit) {
        assertRefused(() -> management.setMaxActiveSessions(limit), "MaxActiveSessions", limit, Parameter.MAX_SESSIONS);
        assertThat(management.getMaxActiveSessions()).isEqualTo(2000);
        assertRefused(
                () -> management.setMaxActiveSessionsPerOwner(limit),
                "MaxActiveSessionsPerOwner",
                limit,
                Parameter.MAX_SESSIONS_PER_OWNER);
        assertThat(management.getMaxActiveSessionsPerOwner()).isEqualTo(-1);
    }

    @Test
    void changesTheLimitOfOwners() {
        management.setMaxActiveSessionsPerOwner(1);

        open("1", ALICE);
        assertThat(registry.reserve(ALICE)).as("hers is in use").isNull();
        assertThat(registry.reserve(BOB)).isNotNull();
        management.setMaxActiveSessionsPerOwner(-1);
        assertThat(registry.reserve(ALICE)).isNotNull();
        assertThat(management.getMaxActiveSessionsPerOwner()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1800, 3_153_600_000L})
    void changesTimeouts(long seconds) {
        management.setIdleTimeoutSeconds(seconds);
        management.setInitializeTimeoutSeconds(seconds + 1 > 3_153_600_000L ? 7 : seconds + 1);
        management.setStreamIdleTimeoutSeconds(seconds);
        management.setMaxLifetimeSeconds(seconds);

        assertThat(management.getIdleTimeoutSeconds()).isEqualTo(seconds);
        assertThat(management.getInitializeTimeoutSeconds()).isIn(7L, seconds + 1);
        assertThat(management.getStreamIdleTimeoutSeconds()).isEqualTo(seconds);
        assertThat(management.getMaxLifetimeSeconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3_153_600_001L, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesATimeoutOutOfRange(long seconds) {
        assertRefused(
                () -> management.setIdleTimeoutSeconds(seconds), "IdleTimeoutSeconds", seconds, Parameter.IDLE_TIMEOUT);
        assertRefused(
                () -> management.setInitializeTimeoutSeconds(seconds),
                "InitializeTimeoutSeconds",
                seconds,
                Parameter.INITIALIZE_TIMEOUT);
        assertRefused(
                () -> management.setStreamIdleTimeoutSeconds(seconds),
                "StreamIdleTimeoutSeconds",
                seconds,
                Parameter.STREAM_IDLE_TIMEOUT);
        assertRefused(
                () -> management.setMaxLifetimeSeconds(seconds), "MaxLifetimeSeconds", seconds, Parameter.MAX_LIFETIME);
        assertThat(management.getIdleTimeoutSeconds()).isEqualTo(1800);
        assertThat(management.getInitializeTimeoutSeconds()).isEqualTo(60);
        assertThat(management.getStreamIdleTimeoutSeconds()).isEqualTo(86_400);
        assertThat(management.getMaxLifetimeSeconds()).isZero();
    }

    /** The words are those of the configuration; the class is one that a console has. */
    private static void assertRefused(ThrowingCallable set, String attribute, long value, Parameter parameter) {
        assertThatThrownBy(set)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("The MCP session filter cannot use " + attribute + " = '" + value + "': expected "
                        + parameter.expected());
    }

    @Test
    void aNewLifetimeHoldsForSessionsThatAreThere() {
        adopt("a").end();
        registry.enter("/mcp", "a", ExchangeKind.REQUEST, null).end();
        clock.nanos += Duration.ofSeconds(10).toNanos();

        management.setMaxLifetimeSeconds(10);

        assertThat(management.sweep()).isOne();
        assertThat(management.getEndedSessions()).containsEntry("lifetime", 1L);
    }

    @Test
    void expireSessionsOf_endsThoseOfTheOwnerWithThatTextOrHandle() {
        open("1", ALICE);
        open("2", new Owner("alice", "https://issuer.example.com", "app", null));
        open("3", BOB);
        open("4", null);
        String bob = rowOf("bob").ownerHandle();

        assertThat(management.expireSessionsOf("carol")).isZero();
        assertThat(management.expireSessionsOf("null")).isZero();
        assertThat(management.expireSessionsOf("alice at https://issuer.example.com by app"))
                .isOne();
        assertThat(management.expireSessionsOf("alice")).isOne();
        assertThat(management.getSessions()).extracting(SessionRow::owner).containsExactlyInAnyOrder("bob", null);
        assertThat(bob).matches("[0-9a-f]{16}");
        assertThat(management.expireSessionsOf(bob)).isOne();
        assertThat(management.getTerminatedSessions()).isEqualTo(3);
    }

    /** Two tenants whose texts are the same for the 64 characters that the table shows. */
    @Test
    void expireSessionsOf_cutText_endsNone() {
        String issuer = "https://issuer.example.com/realms/a-long-name-of-a-realm";
        open("1", new Owner("alice", issuer, null, "tenant1"));
        open("2", new Owner("alice", issuer, null, "tenant2"));
        List<SessionRow> rows = management.getSessions();
        assertThat(rows).extracting(SessionRow::owner).containsOnly(rows.get(0).owner());
        assertThat(rows).extracting(SessionRow::ownerHandle).doesNotHaveDuplicates();

        assertThat(management.expireSessionsOf(rows.get(0).owner())).isZero();
        assertThat(management.expireSessionsOf(rows.get(0).ownerHandle())).isOne();
        assertThat(management.getSessions()).containsExactly(rows.get(1));
    }

    @Test
    void expireSessionsOf_textOfTwoOwners_isRefused() {
        open("1", new Owner("alice", "issuer", null, null));
        open("2", Owner.named("alice at issuer"));

        assertThatThrownBy(() -> management.expireSessionsOf("alice at issuer"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ownerHandle")
                .hasMessageNotContaining("alice");
        assertThat(management.getActiveSessions()).isEqualTo(2);
    }

    private SessionRow rowOf(String owner) {
        return management.getSessions().stream()
                .filter(row -> owner.equals(row.owner()))
                .findFirst()
                .orElseThrow();
    }

    /** A console or a metrics agent reads all attributes every few seconds, beside the traffic of a large node. */
    @Test
    void readOfAllAttributes_allocatesNothingPerSession() throws Exception {
        management.setMaxActiveSessions(-1);
        openMany(0, 2_000);
        long tableOfFew = bytesOf(management::getSessions);
        openMany(2_000, 10_000);

        long all = 0;
        for (Method getter : McpSessionsMXBean.class.getMethods()) {
            if (getter.getParameterCount() == 0
                    && getter.getName().matches("(get|is).*")
                    && !getter.getName().equals("getSessions")) {
                all += bytesOf(() -> getter.invoke(management));
            }
        }
        assertThat(all).isLessThan(20_000);
        assertThat(bytesOf(management::getSessions)).isLessThan(tableOfFew + 20_000);
    }

    @Test
    void requestOfAnEndedSessionGoesOn_isStillCountedInFlight() {
        Exchange exchange = adopt("a");
        registry.end(exchange.session(), EndReason.OPERATOR);
        assertThat(management.getActiveRequests()).isOne();

        exchange.end();

        assertThat(management.getActiveRequests()).isZero();
    }

    private void openMany(int from, int to) {
        for (int i = from; i < to; i++) {
            adopt("many" + i).end();
        }
    }

    private static long bytesOf(Callable<?> read) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20; i++) {
            read.call();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long nothing = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        read.call();
        return threads.getCurrentThreadAllocatedBytes() - before - nothing;
    }

    private void open(String id, Owner owner) {
        assertThat(registry.reserve(owner).adopt("/mcp", id, CLIENT)).isNotNull();
    }

    private Exchange adopt(String id) {
        return registry.reserve(null).adopt("/mcp", id, CLIENT);
    }

    private void enter(String id, ExchangeKind kind) {
        assertThat(registry.enter("/mcp", id, kind, null)).isNotNull();
    }

    private static final class Clock implements TimeSource {

        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
