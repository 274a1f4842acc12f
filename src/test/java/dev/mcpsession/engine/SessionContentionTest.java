package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Many threads do everything at once to few sessions, which are always about to expire.
 *
 * <p>Ten million steps and more. What must hold at each of them is checked at each of them; what must hold in the end,
 * in the end.
 */
class SessionContentionTest {

    private static final int THREADS = 8;
    private static final int STEPS_PER_THREAD = 1_400_000;
    private static final int SLOTS = 12;
    private static final int LIMIT = 10;
    private static final Set<EndReason> NEVER_IN_FLIGHT =
            EnumSet.of(EndReason.IDLE, EndReason.LIFETIME, EndReason.LIMIT);
    private static final List<Owner> OWNERS =
            Arrays.asList(null, null, null, null, null, null, Owner.named("alice"), Owner.named("bob"));

    private final LongAdder openedSessions = new LongAdder();
    private final LongAdder endedSessions = new LongAdder();
    private final RunningTime time = new RunningTime();
    private final SessionRegistry registry = new SessionRegistry(
            Settings.none()
                    .idle(1)
                    .initialize(1)
                    .streamIdle(2)
                    .lifetime(30)
                    .maxSessions(LIMIT)
                    .maxSessionsPerOwner(4)
                    .configuration(),
            time,
            RegistryListener.none(),
            new SessionListener() {
                @Override
                public void opened(Session session) {
                    openedSessions.increment();
                }

                @Override
                public void ended(Session session, EndReason reason) {
                    endedSessions.increment();
                }
            },
            null,
            null);
    private final AtomicReferenceArray<Session> slots = new AtomicReferenceArray<>(SLOTS);
    private final LongAdder entries = new LongAdder();
    private final LongAdder leaves = new LongAdder();
    private final LongAdder ends = new LongAdder();

    @Test
    void tenMillionContendedSteps() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                workers.add(() -> {
                    for (int step = 0; step < STEPS_PER_THREAD; step++) {
                        step(random);
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
        assertThat((long) THREADS * STEPS_PER_THREAD).isGreaterThan(10_000_000);
        assertThat(entries.sum()).as("the run did enter sessions").isGreaterThan(100_000);
        assertThat(registry.statistics().ended(EndReason.IDLE))
                .as("the run did expire sessions")
                .isGreaterThan(1_000);

        assertThat(leaves.sum()).isEqualTo(entries.sum());
        ends.add(registry.clear(EndReason.SHUTDOWN));
        SessionStatistics statistics = registry.statistics();
        assertThat(statistics.ended()).as("every session ended exactly once").isEqualTo(statistics.opened());
        assertThat(ends.sum())
                .as("one winner for each end that was asked for")
                .isEqualTo(statistics.ended(EndReason.CLIENT) + statistics.ended(EndReason.SHUTDOWN));
        assertThat(registry.count()).isZero();
        assertThat(registry.queries().list()).isEmpty();
        assertThat(registry.admission().permitsTaken()).as("no permit was lost").isZero();
        assertThat(registry.admission().hasNoOwners())
                .as("no owner's permit was lost")
                .isTrue();
        assertThat(openedSessions.sum()).as("told of each session once").isEqualTo(statistics.opened());
        assertThat(endedSessions.sum()).as("told of each end once").isEqualTo(statistics.ended());
        assertThat(statistics.ended(EndReason.LIMIT)).as("the run did evict").isGreaterThan(1_000);
        assertThat(statistics.mostActive()).isBetween(1L, (long) LIMIT);
    }

    private void step(SplittableRandom random) {
        int slot = random.nextInt(SLOTS);
        Session session = slots.get(slot);
        switch (random.nextInt(100)) {
            case 0, 1, 2, 3, 4 -> registry.sweep();
            case 5 -> {
                if (session != null && registry.end(session, EndReason.CLIENT)) {
                    ends.increment();
                }
            }
            case 6 -> cancelled(random);
            case 7 -> {
                if (session != null) {
                    replace(slot, session, random);
                }
            }
            default -> {
                if (session == null || session.isEnded()) {
                    open(slot, random);
                } else {
                    enter(session, random);
                }
            }
        }
        if (registry.count() > LIMIT || registry.admission().permitsTaken() > LIMIT) {
            throw new AssertionError("More sessions than the limit");
        }
    }

    private void enter(Session session, SplittableRandom random) {
        boolean stream = random.nextInt(4) == 0;
        boolean endedBefore = session.isEnded();
        Owner caller = owner(random);
        Owner ownerBefore = session.owner();
        Exchange exchange =
                registry.enter("/mcp", session.id(), stream ? ExchangeKind.STREAM : ExchangeKind.REQUEST, caller);
        if (exchange == null) {
            return;
        }
        // Another session may have the slot's id by now, and an anonymous one may have got an owner.
        boolean ownedBefore = ownerBefore != null && exchange.session() == session;
        if (caller == null ? ownedBefore : !caller.equals(exchange.session().owner())) {
            throw new AssertionError("Entered a session of another owner");
        }
        entries.increment();
        if (endedBefore && exchange.session() == session) {
            throw new AssertionError("Entered an ended session");
        }
        hold(exchange, stream, random);
    }

    private void hold(Exchange exchange, boolean stream, SplittableRandom random) {
        for (int i = random.nextInt(30); i > 0; i--) {
            Thread.onSpinWait();
        }
        EndReason reason = exchange.session().snapshot().endReason();
        if (!stream && reason != null && NEVER_IN_FLIGHT.contains(reason)) {
            throw new AssertionError("Expired or evicted while a request was in flight");
        }
        exchange.end();
        exchange.end();
        leaves.increment();
    }

    private void open(int slot, SplittableRandom random) {
        Reservation reservation = registry.reserve(owner(random));
        if (reservation == null) {
            return;
        }
        Exchange exchange = random.nextBoolean()
                ? reservation.issue("/mcp", ClientInfo.UNKNOWN)
                : reservation.adopt("/mcp", "endpoint-id-" + random.nextInt(SLOTS), ClientInfo.UNKNOWN);
        if (reservation.issue("/mcp", ClientInfo.UNKNOWN) != null) {
            throw new AssertionError("A reservation opens at most one session");
        }
        reservation.close();
        if (exchange == null) {
            return;
        }
        entries.increment();
        slots.set(slot, exchange.session());
        hold(exchange, false, random);
    }

    private void replace(int slot, Session session, SplittableRandom random) {
        Exchange exchange =
                registry.replace(session, NewSession.replacing(session, "replaced-id-" + random.nextInt(SLOTS)));
        if (exchange != null) {
            entries.increment();
            slots.set(slot, exchange.session());
            hold(exchange, false, random);
        }
    }

    private static Owner owner(SplittableRandom random) {
        return OWNERS.get(random.nextInt(OWNERS.size()));
    }

    private void cancelled(SplittableRandom random) {
        Reservation reservation = registry.reserve(owner(random));
        if (reservation != null) {
            reservation.close();
            reservation.close();
        }
    }

    /**
     * A clock that each reading advances. Fifty readings, a few steps of each thread, make a session idle: the moment
     * at which it is just about to expire is always now.
     */
    private static final class RunningTime implements TimeSource {
        private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE);

        @Override
        public long nanos() {
            return nanos.addAndGet(Duration.ofMillis(20).toNanos());
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
