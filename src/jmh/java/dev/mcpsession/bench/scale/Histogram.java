package dev.mcpsession.bench.scale;

/** How long calls took, in steps of 10 ns. For one thread. */
final class Histogram {

    private static final int STEP = 10;

    private final long[] counts = new long[1_000_000];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(nanos / STEP, counts.length - 1)]++;
        total++;
    }

    /** The time that so many of a hundred took at most, in nanoseconds. */
    long percentile(int percent) {
        long wanted = (total * percent + 99) / 100;
        int index = 0;
        for (long seen = counts[0]; seen < wanted; seen += counts[index]) {
            index++;
        }
        return (index + 1L) * STEP;
    }
}
