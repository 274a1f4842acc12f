package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sessions of several paths that have one id, which an endpoint that counts its sessions brings about. */
class SessionMapTest {

    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().configuration(), new ManualTime(), RegistryListener.none());
    private final SessionMap map = new SessionMap();

    @Test
    void tellsPathsApart() {
        Session first = session("/a");
        Session second = session("/b");

        assertThat(map.putIfAbsent(first)).isNull();
        assertThat(map.putIfAbsent(second)).isNull();

        assertThat(map.find("/a", "1")).isSameAs(first);
        assertThat(map.find("/b", "1")).isSameAs(second);
        assertThat(map.find("/c", "1")).isNull();
        assertThat(map.find("/a", "2")).isNull();
        assertThat(map.stream()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void keepsWhoWasThereFirst() {
        Session first = session("/a");
        map.putIfAbsent(first);
        map.putIfAbsent(session("/b"));

        assertThat(map.putIfAbsent(session("/a"))).isSameAs(first);
        assertThat(map.find("/a", "1")).isSameAs(first);
        assertThat(map.stream()).hasSize(2);
    }

    @Test
    void removesFromAnyPlaceOfAChain() {
        for (int removed = 0; removed < 3; removed++) {
            List<Session> sessions = List.of(session("/a"), session("/b"), session("/c"));
            sessions.forEach(map::putIfAbsent);

            Session gone = sessions.get(removed);
            map.remove(gone);

            assertThat(map.find(gone.path(), "1")).isNull();
            assertThat(map.stream())
                    .containsExactlyInAnyOrderElementsOf(
                            sessions.stream().filter(session -> session != gone).toList());
            sessions.forEach(map::remove);
            assertThat(map.stream()).isEmpty();
        }
    }

    @Test
    void removesThatVerySessionAndNoSuccessor() {
        Session first = session("/a");
        map.putIfAbsent(first);
        map.remove(first);
        Session next = session("/a");
        map.putIfAbsent(next);

        map.remove(first);

        assertThat(map.find("/a", "1")).isSameAs(next);
    }

    @Test
    void changesInTheSameBucket_loseNoSession() throws Exception {
        Session resident = session("/resident");
        map.putIfAbsent(resident);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                String path = "/" + worker;
                workers.add(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Session mine = session(path);
                        assertThat(map.putIfAbsent(mine)).isNull();
                        assertThat(map.find(path, "1")).isSameAs(mine);
                        assertThat(map.find("/resident", "1")).isSameAs(resident);
                        map.remove(mine);
                        assertThat(map.find(path, "1")).isNull();
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
        assertThat(map.stream()).containsExactly(resident);
    }

    /** Of the registry's making, and in no map but ours. */
    private Session session(String path) {
        Exchange exchange = Objects.requireNonNull(registry.reserve(null)).adopt(path, "1", ClientInfo.UNKNOWN);
        Session session = Objects.requireNonNull(exchange).session();
        registry.end(session, EndReason.CLIENT);
        session.setNext(null);
        return session;
    }
}
