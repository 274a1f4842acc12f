package dev.mcpsession.bench.scale;

import dev.mcpsession.bench.Median;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jol.info.GraphLayout;

/** What so many sessions of a kind cost: heap, opening, a request, a sweep that finds nothing. */
public final class Census {

    /** Bytes of heap a session, the characters of its id and what stands for those of its handle aside. */
    public static final String HEAP = "heap";

    /** The same as JOL counts it, where it can in reasonable time. */
    public static final String COUNTED = "counted";

    /** The most sessions that JOL counts. */
    public static final int MOST_COUNTED = 100_000;

    /** Nanoseconds to open a session, and to have its first requests. */
    public static final String OPEN = "open";

    /** Nanoseconds of a request. */
    public static final String REQUEST = "request";

    /** Milliseconds of a sweep. */
    public static final String SWEEP = "sweep";

    private static final int NAMES = Crowd.ID_LENGTH + Long.BYTES;

    private static final int COLLECTIONS = 3;
    private static final long LONG_ENOUGH = 1_000_000_000;
    private static final int BATCH = 1_000;
    private static final int LEAST_SWEEPS = 5;

    private Census() {}

    /**
     * Runs.
     *
     * @param arguments how many and of what kind
     */
    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[0]);
        Crowd.Kind kind = Crowd.Kind.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        warmUp();

        Crowd crowd = new Crowd(size);
        long before = heap();
        long start = System.nanoTime();
        crowd.open(kind);
        Figure.print(OPEN, (System.nanoTime() - start) / (double) size);
        Figure.print(HEAP, (heap() - before) / (double) size - NAMES);
        if (size <= MOST_COUNTED) {
            Figure.print(COUNTED, (counted(crowd) - counted(new Crowd(0))) / (double) size - NAMES);
        }
        if (kind == Crowd.Kind.ANONYMOUS) {
            Figure.print(REQUEST, request(crowd));
            Figure.print(SWEEP, sweep(crowd));
        }
        if (crowd.registry().count() != size) {
            throw new IllegalStateException("Not all of them are live");
        }
    }

    /* So that neither compilation nor what a class needs once counts. */
    private static void warmUp() {
        for (Crowd.Kind kind : Crowd.Kind.values()) {
            Crowd crowd = new Crowd(10_000);
            crowd.open(kind);
            if (kind == Crowd.Kind.ANONYMOUS) {
                request(crowd);
                sweep(crowd);
            }
        }
    }

    private static double request(Crowd crowd) {
        long count = 0;
        long start = System.nanoTime();
        long now;
        do {
            for (int i = 0; i < BATCH; i++) {
                crowd.request();
            }
            count += BATCH;
            now = System.nanoTime();
        } while (now - start < LONG_ENOUGH);
        return (now - start) / (double) count;
    }

    private static double sweep(Crowd crowd) {
        List<Double> times = new ArrayList<>();
        long begin = System.nanoTime();
        while (times.size() < LEAST_SWEEPS || System.nanoTime() - begin < LONG_ENOUGH) {
            long start = System.nanoTime();
            crowd.registry().sweep();
            times.add((System.nanoTime() - start) / 1e6);
        }
        return Median.of(times);
    }

    private static long counted(Crowd crowd) {
        return GraphLayout.parseInstance(crowd.registry()).totalSize();
    }

    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
