package dev.mcpsession.bench.rival;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The least that idle time can be had for: a look-up in a map and one volatile write. No request is tracked. */
@State(Scope.Benchmark)
public class Floor {

    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * Opens the sessions.
     *
     * @param population their ids
     */
    @Setup
    public void open(Population population) {
        population.ids().forEach(id -> entries.put(id, new Entry()));
    }

    /**
     * One request.
     *
     * @param header what it names its session by
     * @return something
     */
    @Benchmark
    public Object request(Header header) {
        Entry entry = entries.get(header.next());
        entry.lastAccess = System.nanoTime();
        return entry;
    }

    private static final class Entry {
        @SuppressWarnings("unused") // Nothing sweeps here.
        private volatile long lastAccess;
    }
}
