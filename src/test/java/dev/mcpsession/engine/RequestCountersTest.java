package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestCountersTest {

    private final ManualTime time = new ManualTime();
    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().configuration(), time, RegistryListener.none());
    private final RequestCounters usage = registry.usage();

    @Test
    void countsSessionsAndRequestsByRevisionAndByClient() {
        open("a", "2025-06-18", "probe");
        open("b", "2025-11-25", "probe");
        open("c", "2025-11-25", "other client");
        request("a");
        request("c");
        request("c");

        assertThat(usage.byRevision()).containsOnlyKeys("2025-06-18", "2025-11-25");
        assertRow(usage.byRevision(), "2025-06-18", 1, 2);
        assertRow(usage.byRevision(), "2025-11-25", 2, 4);
        assertThat(usage.byClient()).containsOnlyKeys("probe", "other client");
        assertRow(usage.byClient(), "probe", 2, 3);
        assertRow(usage.byClient(), "other client", 1, 3);
    }

    @Test
    void endedSessionsLeaveTheirRequests() {
        registry.end(open("a", "2025-06-18", "probe"), EndReason.CLIENT);

        assertRow(usage.byRevision(), "2025-06-18", 0, 1);
    }

    @Test
    void refusedRequestsAreNotCounted() {
        registry.end(open("a", "2025-06-18", "probe"), EndReason.CLIENT);
        assertThat(registry.enter("/mcp", "a", ExchangeKind.REQUEST, null)).isNull();

        assertRow(usage.byRevision(), "2025-06-18", 0, 1);
    }

    @Test
    void sayWhenTheyWereSeen() {
        open("a", "2025-06-18", "probe");
        time.advance(Duration.ofSeconds(5));
        request("a");
        time.advance(Duration.ofSeconds(5));

        RequestCounterSnapshot row = usage.byRevision().get("2025-06-18");
        assertThat(row.firstSeen()).isEqualTo(ManualTime.START);
        assertThat(row.lastSeen()).isEqualTo(ManualTime.START.plusSeconds(5));
    }

    @Test
    void sumsAreSeenFirstAndLastByAnyOfTheirs() {
        open("a", "2025-06-18", "one");
        time.advance(Duration.ofSeconds(5));
        open("b", "2025-06-18", "two");
        time.advance(Duration.ofSeconds(5));
        request("a");

        RequestCounterSnapshot row = usage.byRevision().get("2025-06-18");
        assertThat(row.firstSeen()).isEqualTo(ManualTime.START);
        assertThat(row.lastSeen()).isEqualTo(ManualTime.START.plusSeconds(10));
        assertThat(usage.byClient().get("two").lastSeen()).isEqualTo(ManualTime.START.plusSeconds(5));
    }

    @Test
    void whoHasNotSaidIsUnknown() {
        open("a", null, null);

        assertRow(usage.byRevision(), RequestCounters.UNKNOWN, 1, 1);
        assertRow(usage.byClient(), RequestCounters.UNKNOWN, 1, 1);
    }

    @Test
    void requestsWithoutASessionCountAsWell() {
        usage.countSessionless("2026-07-28");
        time.advance(Duration.ofSeconds(3));
        usage.countSessionless("2026-07-28");

        assertRow(usage.byRevision(), "2026-07-28", 0, 2);
        assertThat(usage.byRevision().get("2026-07-28").lastSeen()).isEqualTo(ManualTime.START.plusSeconds(3));
        assertRow(usage.byClient(), RequestCounters.UNKNOWN, 0, 2);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 1000; i++) {
            open("id" + i, "revision " + i, "client " + i);
            usage.countSessionless("sessionless " + i);
        }

        assertThat(usage.byRevision()).hasSize(RequestCounters.MAX_REVISIONS + 1);
        assertThat(usage.byClient()).hasSize(RequestCounters.MAX_CLIENTS + 2);
        assertRow(usage.byClient(), "client 0", 1, 1);
        assertRow(
                usage.byClient(),
                RequestCounters.OTHER,
                1000 - RequestCounters.MAX_CLIENTS,
                1000 - RequestCounters.MAX_CLIENTS);
        long requests = usage.byRevision().values().stream()
                .mapToLong(RequestCounterSnapshot::requests)
                .sum();
        assertThat(requests).as("none is lost").isEqualTo(2000);
    }

    @Test
    void aFloodOfNamesHidesNoRevisionThatIsServed() {
        for (int i = 0; i < 100; i++) {
            usage.countSessionless("2100-01-" + i);
        }
        open("a", "2025-11-25", "probe");

        assertRow(usage.byRevision(), "2025-11-25", 1, 1);
    }

    @Test
    void whatIsNotSafeToShowIsMadeSafe() {
        usage.countSessionless("<script>\n");

        assertThat(usage.byRevision()).containsOnlyKeys("?script??");
    }

    @Test
    void aSessionThatIsInitialisedAgainMovesToItsNewClient() {
        open("a", "2025-06-18", "probe");
        open("a", "2025-11-25", "probe");

        assertRow(usage.byRevision(), "2025-06-18", 0, 2);
        request("a");
        assertRow(usage.byRevision(), "2025-11-25", 1, 1);
    }

    @Test
    void resetKeepsWhoIsLive() {
        registry.end(open("a", "2025-06-18", "gone"), EndReason.CLIENT);
        open("b", "2025-11-25", "here");
        usage.countSessionless("2026-07-28");

        registry.resetStatistics();

        assertThat(usage.byRevision()).containsOnlyKeys("2025-11-25");
        assertRow(usage.byRevision(), "2025-11-25", 1, 0);
        request("b");
        assertRow(usage.byClient(), "here", 1, 1);
    }

    @Test
    void reset_freesTheNamesOfClientsThatHaveGone() {
        for (int i = 0; i < RequestCounters.MAX_CLIENTS + 5; i++) {
            registry.end(open("id" + i, "2025-11-25", "client " + i), EndReason.CLIENT);
        }
        open("stays", "2025-11-25", "one too many");

        registry.resetStatistics();
        open("new", "2025-11-25", "newly named");

        assertThat(usage.byClient()).containsOnlyKeys(RequestCounters.OTHER, "newly named");
    }

    @Test
    void noLiveSessionIsLostToAResetWhileSessionsCome() throws Exception {
        int threads = 4;
        int each = 2_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int worker = i;
                workers.add(() -> {
                    for (int n = 0; n < each; n++) {
                        open(worker + "-" + n, "2025-11-25", "client " + worker);
                        if (n % 100 == 0) {
                            registry.resetStatistics();
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> worker : pool.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(usage.byRevision().get("2025-11-25").liveSessions()).isEqualTo(threads * each);
        assertThat(usage.byClient()).hasSize(threads);
    }

    /**
     * The request thread of an initialize is not kept waiting by an operator's console, however many sessions there
     * are.
     */
    @Test
    void readWhileAnotherThreadHoldsTheLock_isNotBlocked() throws Exception {
        open("a", "2025-11-25", "probe");
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            synchronized (usage) {
                assertThat(reader.submit(usage::byRevision).get(30, TimeUnit.SECONDS))
                        .containsOnlyKeys("2025-11-25");
                assertThat(reader.submit(usage::byClient).get(30, TimeUnit.SECONDS))
                        .containsOnlyKeys("probe");
            }
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void sessionsThatOpenAndEndOnManyThreads_leaveNoLiveSession() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int worker = i;
                workers.add(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        Session session = open(worker + "-" + n, "2025-11-25", "client " + worker);
                        if (n % 3 == 0) {
                            registry.clear(EndReason.OPERATOR);
                        } else {
                            registry.end(session, EndReason.CLIENT);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> worker : pool.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertRow(usage.byRevision(), "2025-11-25", 0, threads * 2_000L);
    }

    private Session open(String id, String revision, String client) {
        Exchange exchange = registry.reserve(null).adopt("/mcp", id, new ClientInfo(revision, client, "1"));
        exchange.end();
        return exchange.session();
    }

    private void request(String id) {
        registry.enter("/mcp", id, ExchangeKind.REQUEST, null).end();
    }

    private static void assertRow(Map<String, RequestCounterSnapshot> table, String name, int live, long requests) {
        assertThat(table).containsKey(name);
        assertThat(table.get(name).liveSessions()).as("sessions of %s", name).isEqualTo(live);
        assertThat(table.get(name).requests()).as("requests of %s", name).isEqualTo(requests);
    }
}
