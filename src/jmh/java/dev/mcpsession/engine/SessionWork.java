package dev.mcpsession.engine;

import dev.mcpsession.bench.Settings;
import dev.mcpsession.bench.rival.Header;
import dev.mcpsession.bench.rival.Population;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The sessions of this library, and what a request does with them: it is tracked, and no session ends under it. */
@State(Scope.Benchmark)
public class SessionWork {

    private static final String PATH = "/mcp";
    private static final String REQUESTED_PATH = new String(PATH);
    private static final ClientInfo CLIENT = new ClientInfo("2025-11-25", "bench", "1");

    private final SessionRegistry registry =
            new SessionRegistry(Settings.unlimited(), TimeSource.system(), RegistryListener.none());

    /**
     * Opens the sessions.
     *
     * @param population their ids
     */
    @Setup
    public void open(Population population) {
        population.ids().forEach(id -> {
            registry.reserve(null).adopt(PATH, id, CLIENT).end();
            // They have been in use before.
            registry.enter(PATH, id, ExchangeKind.REQUEST, null).end();
            registry.enter(PATH, id, ExchangeKind.REQUEST, null).end();
        });
    }

    /**
     * One request.
     *
     * @param header what it names its session by
     * @return something
     */
    @Benchmark
    public Object request(Header header) {
        Session session = registry.find(REQUESTED_PATH, header.next());
        if (session.tryEnter(ExchangeKind.REQUEST, null)) {
            session.leave(ExchangeKind.REQUEST, true);
        }
        return session;
    }

    /**
     * One request, with the object that stands for it until it is over.
     *
     * @param header what it names its session by
     * @return something
     */
    @Benchmark
    public Object exchange(Header header) {
        Exchange exchange = registry.enter(REQUESTED_PATH, header.next(), ExchangeKind.REQUEST, null);
        exchange.end();
        return exchange;
    }
}
