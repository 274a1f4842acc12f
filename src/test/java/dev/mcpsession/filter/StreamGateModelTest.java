package dev.mcpsession.filter;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.mcpsession.engine.EventStream.CommentResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gate of an event stream under the model checker: its invariants in every interleaving of two threads. */
@Tag("uninstrumented")
public class StreamGateModelTest {

    private static final String CHECKED = StreamGate.class.getName();

    @Test
    void invariantsHoldInEveryInterleaving() {
        new ModelCheckingOptions()
                .threads(2)
                // Nothing before: most operations shut or close the gate, and leave nothing to check.
                .actorsBefore(0)
                .actorsPerThread(3)
                .actorsAfter(0)
                .iterations(30)
                .invocationsPerIteration(500)
                .addGuarantee(forClasses(name -> name.startsWith("dev.mcpsession.") && !name.startsWith(CHECKED))
                        .allMethods()
                        .ignore())
                .check(Model.class);
    }

    /** Each operation tells whether it has seen an invariant broken: never, if they run one after the other. */
    public static class Model {

        private final StreamGate gate = new StreamGate();
        private final AtomicInteger uses = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger completed = new AtomicInteger();
        private volatile boolean commenting;
        private volatile boolean ended;
        private volatile boolean closed;

        @Operation
        public boolean use() {
            if (!gate.enter()) {
                return !closed;
            }
            uses.incrementAndGet();
            boolean broken = commenting;
            uses.decrementAndGet();
            gate.leave();
            return broken;
        }

        @Operation
        public boolean comment() {
            boolean[] broken = new boolean[1];
            gate.comment(() -> {
                commenting = true;
                broken[0] = ended || uses.get() > 0;
                commenting = false;
                return CommentResult.SENT;
            });
            return broken[0];
        }

        @Operation
        public boolean end() {
            gate.shut();
            gate.awaitComment();
            ended = true;
            return commenting;
        }

        @Operation
        public boolean complete() {
            boolean[] broken = new boolean[1];
            Runnable completion = () -> {
                broken[0] = commenting;
                completed.incrementAndGet();
            };
            if (asked.incrementAndGet() == 1 && !gate.handOver(completion)) {
                completion.run();
            }
            return broken[0];
        }

        @Operation
        public void close() {
            closed = true;
            gate.tryClose();
        }

        @Validate
        public void completesOnce() {
            if (completed.get() != Math.min(1, asked.get())) {
                throw new IllegalStateException(completed + " completions");
            }
        }
    }
}
