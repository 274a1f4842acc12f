package dev.mcpsession.bench;

import java.util.Arrays;
import java.util.Collection;

/** How long calls took. For one thread, and those that wait for its end. */
final class Latencies {

    private long[] nanos = new long[1 << 12];
    private int count;

    /** All of them. */
    static Latencies of(Collection<Latencies> parts) {
        Latencies all = new Latencies();
        all.nanos = parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.nanos, 0, part.count))
                .toArray();
        all.count = all.nanos.length;
        return all;
    }

    void add(long nanoseconds) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = nanoseconds;
    }

    int count() {
        return count;
    }

    /** In milliseconds. */
    double percentile(int percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) ((count - 1L) * percent / 100)] / 1e6;
    }
}
