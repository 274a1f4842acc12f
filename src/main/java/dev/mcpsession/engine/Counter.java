package dev.mcpsession.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * A counter that many threads count with and that can start anew without losing a count: what is taken off it is what
 * it had been seen to hold.
 */
final class Counter {

    private final LongAdder all = new LongAdder();
    private volatile long before;

    void increment() {
        all.increment();
    }

    void add(long amount) {
        all.add(amount);
    }

    /** What has been counted since the last {@link #restart()}. */
    long sum() {
        return all.sum() - before;
    }

    /** Starts anew; tells what has been counted in all. */
    long restart() {
        long now = all.sum();
        before = now;
        return now;
    }

    /** Starts anew as if it had been at this sum of all counts. */
    void restartFrom(long sum) {
        before = sum;
    }
}
