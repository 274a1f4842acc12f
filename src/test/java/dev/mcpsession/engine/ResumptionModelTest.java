package dev.mcpsession.engine;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.mcpsession.EndReason;
import dev.mcpsession.Owner;
import dev.mcpsession.resume.LocalRevocations;
import java.time.Instant;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The look-up of a session and the question whether it can be resumed, under the model checker: a request is answered
 * 404 only if a DELETE came before it, and none is served after a DELETE.
 */
@Tag("uninstrumented")
class ResumptionModelTest {

    private static final Set<String> CHECKED =
            Set.of(SessionRegistry.class.getName(), Session.class.getName(), Resumability.class.getName());

    @Test
    void concurrentCallsDeletesAndEvictions_areLinearizable() {
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
                .check(OneSession.class);
    }

    /** One session under a sealed id, which request threads use, its client deletes and another client evicts. */
    public static class OneSession {

        private static final String PATH = "/mcp";
        private static final String ID = "sealed";

        private final SessionRegistry registry = new SessionRegistry(
                Settings.none().configuration(),
                new ManualTime(),
                RegistryListener.none(),
                SessionListener.none(),
                new OneSealedId(),
                new LocalRevocations());

        @Operation
        public boolean call() {
            Exchange exchange = registry.enter(PATH, ID, ExchangeKind.REQUEST, null);
            if (exchange == null) {
                exchange = registry.isResumable(PATH, ID, null) ? resume() : null;
            }
            if (exchange != null) {
                exchange.end();
            }
            return exchange != null;
        }

        private @Nullable Exchange resume() {
            try (Reservation reservation = registry.reserveToResume(null)) {
                return reservation.resume(
                        new NewSession(PATH, ID, "endpoint", true, ManualTime.START, ClientInfo.UNKNOWN));
            }
        }

        @Operation
        public void delete() {
            Exchange exchange = registry.enter(PATH, ID, ExchangeKind.REQUEST, null);
            if (exchange == null) {
                registry.endSuspended(PATH, ID);
            } else {
                registry.end(exchange.session(), EndReason.CLIENT);
                exchange.end();
            }
        }

        @Operation
        public void evict() {
            Session session = registry.find(PATH, ID);
            if (session != null) {
                session.endIf(SessionState::isQuiet, EndReason.LIMIT);
            }
        }
    }

    /** Opens one id. */
    private static final class OneSealedId implements SealedIds {

        @Override
        public @Nullable SealedSession open(String path, String id) {
            return new SealedSession() {
                @Override
                public Instant created() {
                    return ManualTime.START;
                }

                @Override
                public boolean isOwned() {
                    return false;
                }

                @Override
                public boolean belongsTo(@Nullable Owner caller) {
                    return true;
                }
            };
        }

        @Override
        public byte[] handleKey() {
            return new byte[32];
        }
    }
}
