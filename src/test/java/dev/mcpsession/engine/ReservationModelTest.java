package dev.mcpsession.engine;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Admission under the model checker: what concurrent reservations, openings and ends return must be explained by some
 * order of the same calls, one after the other, and the permits taken afterwards must be those that are held.
 */
@Tag("uninstrumented")
class ReservationModelTest {

    private static final Set<String> CHECKED = Set.of(
            AdmissionControl.class.getName(),
            Reservation.class.getName(),
            Permits.class.getName(),
            Session.class.getName(),
            SessionState.class.getName());

    @Test
    void concurrentReserveOpenCloseEnd_areLinearizable() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(0)
                .iterations(30)
                .invocationsPerIteration(500)
                .addGuarantee(forClasses(name -> name.startsWith("dev.mcpsession.") && !CHECKED.contains(name))
                        .allMethods()
                        .ignore())
                .check(Model.class);
    }

    /** One owner, a limit of one session, and of one for each owner; no session is old enough to be evicted. */
    public static class Model {

        private static final int LIMIT = 1;
        private static final int THREADS = 4;
        private static final Owner OWNER = Owner.named("alice");

        private final SessionRegistry registry = new SessionRegistry(
                Settings.none().maxSessions(LIMIT).maxSessionsPerOwner(LIMIT).configuration(),
                new ManualTime(),
                RegistryListener.none());
        private final AdmissionControl admission = registry.admission();
        private final Deque<Reservation>[] reserved = deques();
        private final Deque<Session>[] opened = deques();

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
        private static <T> Deque<T>[] deques() {
            Deque<T>[] deques = new Deque[THREADS];
            for (int i = 0; i < THREADS; i++) {
                deques[i] = new ArrayDeque<>();
            }
            return deques;
        }

        @Operation
        public boolean reserve(@Param(gen = ThreadIdGen.class) int thread) {
            // Not through the registry: the model checker takes its methods, and what they call, for atomic.
            Reservation reservation = admission.reserve(OWNER);
            if (reservation == null) {
                return false;
            }
            reserved[thread].add(reservation);
            return true;
        }

        @Operation
        public boolean open(@Param(gen = ThreadIdGen.class) int thread) {
            Reservation reservation = reserved[thread].poll();
            if (reservation == null) {
                return false;
            }
            Exchange exchange = reservation.issue("/mcp", ClientInfo.UNKNOWN);
            opened[thread].add(exchange.session());
            return true;
        }

        @Operation
        public boolean close(@Param(gen = ThreadIdGen.class) int thread) {
            Reservation reservation = reserved[thread].poll();
            if (reservation == null) {
                return false;
            }
            reservation.close();
            reservation.close();
            return true;
        }

        @Operation
        public boolean end(@Param(gen = ThreadIdGen.class) int thread) {
            Session session = opened[thread].poll();
            return session != null && session.end(EndReason.CLIENT);
        }

        /** Called when all threads are done: what is reserved and what is live holds the permits, and nothing else. */
        @Validate
        public void permitsAreThoseOfReservationsAndSessions() {
            int held = registry.count();
            for (Deque<Reservation> reservations : reserved) {
                held += reservations.size();
            }
            int taken = admission.permitsTaken();
            int ownersTaken = admission.permitsTaken(OWNER);
            if (taken != held || ownersTaken != held) {
                throw new IllegalStateException(held + " held, but taken " + taken + ", of the owner " + ownersTaken);
            }
        }
    }
}
