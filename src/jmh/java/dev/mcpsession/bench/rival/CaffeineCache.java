package dev.mcpsession.bench.rival;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A cache whose entries expire by themselves. No request is tracked: an entry can expire under one. */
@State(Scope.Benchmark)
public class CaffeineCache {

    private final Cache<String, Object> cache =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(30)).build();

    /**
     * Opens the sessions.
     *
     * @param population their ids
     */
    @Setup
    public void open(Population population) {
        population.ids().forEach(id -> cache.put(id, new Object()));
    }

    /**
     * One request.
     *
     * @param header what it names its session by
     * @return something
     */
    @Benchmark
    public Object request(Header header) {
        return cache.getIfPresent(header.next());
    }
}
