package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the registry says of its limit, and when: at the edges, and only there. */
class LimitThresholdTest {

    private static final int LIMIT = 20;

    private final ManualTime time = new ManualTime();
    private final List<String> heard = new ArrayList<>();
    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().idle(100).maxSessions(LIMIT).configuration(), time, new Ears());

    @Test
    void isQuietWhileThereIsRoom() {
        fill();

        assertThat(heard).as("the last place is one that was free").isEmpty();
    }

    @Test
    void noPermitFree_reachedOnce() {
        fill();

        assertThat(registry.reserve(null)).isNull();
        assertThat(registry.reserve(null)).isNull();

        assertThat(heard).containsExactly("reached", "refused", "refused");
    }

    @Test
    void eviction_reached() {
        fill();
        Exchange probe = enter(0);
        probe.end();
        registry.end(probe.session(), EndReason.CLIENT);
        registry.reserve(null).issue("/mcp", ClientInfo.UNKNOWN).end();
        time.advance(Duration.ofSeconds(10));

        assertThat(registry.reserve(null)).as("the provisional one will go").isNotNull();

        assertThat(heard).containsExactly("reached");
    }

    @Test
    void aSwingAroundTheLimitIsOneAlarm() {
        fill();
        for (int i = 0; i < 5; i++) {
            assertThat(registry.reserve(null)).isNull();
            registry.end(session(i), EndReason.CLIENT);
            registry.reserve(null).adopt("/mcp", String.valueOf(i), ClientInfo.UNKNOWN);
        }

        assertThat(heard).filteredOn(what -> !what.equals("refused")).containsExactly("reached");
    }

    @Test
    void isClearedWhenATenthIsFree() {
        fill();
        assertThat(registry.reserve(null)).isNull();
        heard.clear();

        registry.end(session(0), EndReason.CLIENT);
        assertThat(heard).isEmpty();
        registry.end(session(1), EndReason.CLIENT);
        registry.end(session(2), EndReason.CLIENT);
        assertThat(heard).containsExactly("cleared");
    }

    @Test
    void isClearedByAHigherLimit() {
        fill();
        assertThat(registry.reserve(null)).isNull();
        heard.clear();

        registry.admission().setMaxSessions(LIMIT + 1);
        assertThat(heard).isEmpty();
        registry.admission().setMaxSessions(-1);
        assertThat(heard).containsExactly("cleared");
    }

    @Test
    void isClearedByTheSweepAndRingsAgain() {
        fill();
        assertThat(registry.reserve(null)).isNull();
        for (int i = 0; i < LIMIT; i++) {
            registry.enter("/mcp", String.valueOf(i), ExchangeKind.REQUEST, null)
                    .end();
            exchanges.get(i).end();
        }
        time.advance(Duration.ofSeconds(100));
        heard.clear();

        registry.sweep();
        assertThat(heard).containsExactly("cleared");

        exchanges.clear();
        fill();
        assertThat(registry.reserve(null)).isNull();
        assertThat(heard).containsExactly("cleared", "reached", "refused");
    }

    @Test
    void limitOfOne_clearedWithoutSessions() {
        registry.admission().setMaxSessions(1);
        open("0");
        assertThat(registry.reserve(null)).isNull();
        registry.end(session(0), EndReason.CLIENT);

        assertThat(heard).containsExactly("reached", "refused", "cleared");
    }

    @Test
    void drainingIsNoAlarm() {
        registry.admission().setAccepting(false);
        assertThat(registry.reserve(null)).isNull();

        assertThat(heard).isEmpty();
    }

    @Test
    void sessionNotFound_namesCallerAndOwnerOfAMismatch() {
        registry.reserve(Owner.named("alice")).adopt("/mcp", "a", ClientInfo.UNKNOWN);

        registry.sessionNotFound("/mcp", "a", Owner.named("bob"));
        registry.sessionNotFound("/mcp", "a", null);

        assertThat(heard).containsExactly("bob for alice", "null for alice");
    }

    private final List<Exchange> exchanges = new ArrayList<>();

    /** The limit is reached without a candidate for eviction: each session has a request in flight. */
    private void fill() {
        for (int i = 0; i < LIMIT; i++) {
            open(String.valueOf(i));
        }
    }

    private void open(String id) {
        exchanges.add(registry.reserve(null).adopt("/mcp", id, ClientInfo.UNKNOWN));
    }

    private Exchange enter(int number) {
        return registry.enter("/mcp", String.valueOf(number), ExchangeKind.REQUEST, null);
    }

    private Session session(int number) {
        return exchanges.get(number).session();
    }

    private final class Ears implements RegistryListener {
        @Override
        public void ownerMismatch(Session session, Owner caller) {
            heard.add((caller == null ? "null" : caller) + " for " + session.owner());
        }

        @Override
        public void limitReached() {
            heard.add("reached");
        }

        @Override
        public void limitCleared() {
            heard.add("cleared");
        }

        @Override
        public void refusedAtLimit() {
            heard.add("refused");
        }
    }
}
