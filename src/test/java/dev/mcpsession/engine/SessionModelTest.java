package dev.mcpsession.engine;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.util.List;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The session's gate under the model checker: every result of concurrent calls must be explained by some order of the
 * same calls, one after the other.
 */
@Tag("uninstrumented")
class SessionModelTest {

    private static final Set<String> CHECKED = Set.of(Session.class.getName(), SessionState.class.getName());

    @Test
    void concurrentEnterLeaveExpireEnd_areLinearizable() {
        check(Gate.class);
    }

    @Test
    void concurrentClaimsOfAnAnonymousSession_areLinearizable() {
        check(Claim.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .iterations(20)
                .invocationsPerIteration(500)
                .addGuarantee(forClasses(name -> name.startsWith("dev.mcpsession.") && !CHECKED.contains(name))
                        .allMethods()
                        .ignore())
                .check(model);
    }

    /** A session whose clock stands still; no timeout ends it except by {@link Gate#expire()}. */
    abstract static class Model {

        private static final int IDLE_SECONDS = 60;
        private static final int THREADS = 4;

        final TimeSource time = new ManualTime();
        final SessionRegistry registry = new SessionRegistry(
                Settings.none().idle(IDLE_SECONDS).initialize(IDLE_SECONDS).configuration(),
                time,
                RegistryListener.none());
        final Session session;
        private final int[] inFlight = new int[THREADS];

        Model() {
            Exchange initialize = registry.reserve(null).issue("/mcp", ClientInfo.UNKNOWN);
            session = initialize.session();
            initialize.end();
        }

        final boolean enter(int thread, Owner caller) {
            boolean entered = session.tryEnter(ExchangeKind.REQUEST, caller);
            if (entered) {
                inFlight[thread]++;
            }
            return entered;
        }

        final boolean leave(int thread) {
            if (inFlight[thread] == 0) {
                return false;
            }
            inFlight[thread]--;
            session.leave(ExchangeKind.REQUEST, true);
            return true;
        }

        final long afterTimeout() {
            return time.nanos() + registry.timeouts().idle();
        }
    }

    /** A request thread enters and leaves; the sweeper thread expires; an operator ends. */
    public static class Gate extends Model {

        @Operation
        public boolean enter(@Param(gen = ThreadIdGen.class) int thread) {
            return enter(thread, null);
        }

        @Operation
        public boolean leaveEntered(@Param(gen = ThreadIdGen.class) int thread) {
            return leave(thread);
        }

        @Operation
        public boolean expire() {
            return session.endIfExpired(afterTimeout());
        }

        @Operation
        public boolean end() {
            return session.end(EndReason.OPERATOR);
        }

        @Operation
        public String state() {
            long state = session.state();
            return SessionState.endReason(state) + " " + SessionState.requests(state);
        }
    }

    /** Anonymous callers and two owners enter one anonymous session. */
    public static class Claim extends Model {

        private static final List<Owner> OWNERS = List.of(Owner.named("alice"), Owner.named("bob"));

        @Operation
        public boolean enterAnonymously(@Param(gen = ThreadIdGen.class) int thread) {
            return enter(thread, null);
        }

        @Operation
        public boolean enterAsAlice(@Param(gen = ThreadIdGen.class) int thread) {
            return enter(thread, OWNERS.get(0));
        }

        @Operation
        public boolean enterAsBob(@Param(gen = ThreadIdGen.class) int thread) {
            return enter(thread, OWNERS.get(1));
        }

        @Operation
        public String owner() {
            return String.valueOf(session.owner());
        }
    }
}
