package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mcpsession.Owner;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a request costs the engine, in bytes and in steps, so that a dearer one is noticed without a clock. */
@Tag("uninstrumented")
class SessionCostTest {

    private static final int REQUESTS = 1_000;

    private static final long EXCHANGE = 32;

    private final CountingTime time = new CountingTime();
    private final SessionRegistry registry = new SessionRegistry(
            Settings.none().idle(60).initialize(30).streamIdle(60).lifetime(600).configuration(),
            time,
            RegistryListener.none());

    @Test
    void anExchangeAllocatesNothingInTheSession() {
        Session session = open();

        assertThat(bytesOf(() -> {
                    session.tryEnter(ExchangeKind.REQUEST, null);
                    session.leave(ExchangeKind.REQUEST, true);
                }))
                .isZero();
        assertThat(bytesOf(() -> {
                    session.tryEnter(ExchangeKind.STREAM, null);
                    session.leave(ExchangeKind.STREAM, true);
                }))
                .isZero();
    }

    @Test
    void anExchangeOfAnOwnerAllocatesNothingInTheSession() {
        Session session = open();
        Owner owner = Owner.named("alice");

        assertThat(bytesOf(() -> {
                    session.tryEnter(ExchangeKind.REQUEST, owner);
                    session.leave(ExchangeKind.REQUEST, true);
                }))
                .isZero();
    }

    @Test
    void findingASessionAllocatesNothing() {
        String id = open().id();

        assertThat(bytesOf(() -> registry.find("/mcp", id))).isZero();
        assertThat(bytesOf(() -> Objects.requireNonNull(registry.enter("/mcp", id, ExchangeKind.REQUEST, null))
                        .end()))
                .isLessThanOrEqualTo(EXCHANGE);
    }

    @Test
    void anExchangeReadsTheClockTwiceAndChangesTheStateTwice() {
        Session session = open();
        long clock = time.reads;
        long before = session.state();

        session.tryEnter(ExchangeKind.REQUEST, null);
        assertThat(time.reads - clock).isEqualTo(1);
        session.leave(ExchangeKind.REQUEST, true);

        assertThat(time.reads - clock).isEqualTo(2);
        assertThat((session.state() >>> 48) - (before >>> 48)).isEqualTo(2);
    }

    /** The population of an endpoint says few different things. */
    @Test
    @SuppressWarnings("StringCopy") // as a parser makes them
    void sessionsShareWhatTheirClientsSay() {
        Session first = open();
        Session second = open();

        assertThat(first.path()).isSameAs(second.path());
        assertThat(first.client()).isSameAs(second.client());
        assertThat(first.counter()).isSameAs(second.counter());
    }

    @SuppressWarnings("StringCopy") // as a container and a parser make them
    private Session open() {
        ClientInfo client = new ClientInfo("2025-11-25", new String("probe"), new String("1.0"));
        Exchange exchange = Objects.requireNonNull(registry.reserve(null)).issue(new String("/mcp"), client);
        Objects.requireNonNull(exchange).end();
        return exchange.session();
    }

    private static long bytesOf(Runnable request) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 10; i++) {
            request.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long nothing = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < REQUESTS; i++) {
            request.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before - nothing) / REQUESTS;
    }

    /** A clock that stands still and is read by one thread. */
    private static final class CountingTime implements TimeSource {

        private long reads;

        @Override
        public long nanos() {
            reads++;
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
