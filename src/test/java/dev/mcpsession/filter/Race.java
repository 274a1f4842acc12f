package dev.mcpsession.filter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Runs two actions on two threads at the same time, many times. */
final class Race {

    private static final int ROUNDS = 20_000;

    private Race() {}

    /** Both threads spin at the gate, so that they leave it within nanoseconds of each other. */
    static void run(IntConsumer before, Runnable here, Runnable there, IntConsumer after) throws Exception {
        AtomicInteger gate = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                spinUntil(gate, 2 * round - 1);
                gate.incrementAndGet();
                there.run();
                done.set(round);
            }
        });
        for (int round = 1; round <= ROUNDS; round++) {
            before.accept(round);
            gate.incrementAndGet();
            spinUntil(gate, 2 * round);
            here.run();
            spinUntil(done, round);
            after.accept(round);
        }
        other.get();
    }

    private static void spinUntil(AtomicInteger counter, int value) {
        for (int spins = 1; counter.get() < value; spins++) {
            if (spins % 10_000 == 0) {
                LockSupport.parkNanos(1);
            }
        }
    }
}
