package dev.mcpsession.bench.rival;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;

/** The sessions of Spring Session in memory, and what its filter does with them. */
@State(Scope.Benchmark)
public class SpringSession {

    private final MapSessionRepository repository = new MapSessionRepository(new ConcurrentHashMap<>());

    /**
     * Opens the sessions.
     *
     * @param population their ids
     */
    @Setup
    public void open(Population population) {
        population.ids().forEach(id -> repository.save(new MapSession(id)));
    }

    /**
     * One request.
     *
     * @param header what it names its session by
     * @return something
     */
    @Benchmark
    public Object request(Header header) {
        MapSession session = repository.findById(header.next());
        session.setLastAccessedTime(Instant.now());
        repository.save(session);
        return session;
    }
}
