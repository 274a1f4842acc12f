package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is told of sessions, and in which state they then are. */
class SessionListenerTest {

    private static final String PATH = "/mcp";
    private static final ClientInfo CLIENT = new ClientInfo("2025-11-25", "inspector", "2.12.0");

    private final ManualTime time = new ManualTime();
    private final List<String> told = new ArrayList<>();
    private final SessionRegistry registry = new SessionRegistry(
            Settings.none().idle(10).configuration(),
            time,
            RegistryListener.none(),
            new SessionListener() {
                @Override
                public void opened(Session session) {
                    told.add("opened " + session.handle() + ", live " + registry.count());
                }

                @Override
                public void ended(Session session, EndReason reason) {
                    told.add("ended " + session.handle() + " " + reason + ", live " + registry.count() + ", ended "
                            + session.isEnded());
                }
            },
            null,
            null);

    @Test
    void opened_isToldWithTheSessionInPlace() {
        Session session = open();

        assertThat(told).containsExactly("opened " + session.handle() + ", live 1");
    }

    @Test
    void ended_isToldOnce() {
        Session session = open();
        told.clear();

        registry.end(session, EndReason.CLIENT);
        registry.end(session, EndReason.OPERATOR);
        registry.clear(EndReason.SHUTDOWN);

        assertThat(told).containsExactly("ended " + session.handle() + " CLIENT, live 0, ended true");
    }

    @Test
    void sweptSession_isTold() {
        Session session = open();
        told.clear();
        time.advance(Duration.ofSeconds(11));

        registry.sweep();

        assertThat(told).containsExactly("ended " + session.handle() + " IDLE, live 0, ended true");
    }

    @Test
    void initializeThatIsCancelled_isNotTold() {
        Objects.requireNonNull(registry.reserve(null)).close();

        assertThat(told).isEmpty();
    }

    private Session open() {
        Exchange initialize = Objects.requireNonNull(
                Objects.requireNonNull(registry.reserve(null)).issue(PATH, CLIENT));
        initialize.end();
        return initialize.session();
    }
}
