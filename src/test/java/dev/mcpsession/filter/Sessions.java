package dev.mcpsession.filter;

import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.config.ResumeKeys;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.Reservation;
import dev.mcpsession.engine.SessionListener;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.SessionSnapshot;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.resume.LocalRevocations;
import dev.mcpsession.resume.SessionSealer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A real registry on a clock that stands still, its configuration, and a few short ways to sessions. */
final class Sessions implements TimeSource {

    static final String PATH = "/mcp";

    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"probe\",\"version\":\"1.2\"}}}";

    static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";

    static final String MODERN_CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"server/discover\",\"params\":{\"_meta\":"
                    + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";

    private static final List<String> BOTH_ERAS = List.of("2025-06-18", "2025-11-25", "2026-07-28");

    private final SessionSealer sealer;
    private final Configuration configuration;
    private final SessionRegistry registry;
    private final StreamKeepAlive keepAlive = KeepAlives.idle();
    private final AtomicLong nanos = new AtomicLong();

    private Sessions(int limit, boolean termination, boolean required, List<String> versions, Set<String> origins) {
        this(limit, termination, required, versions, origins, null);
    }

    private Sessions(
            int limit,
            boolean termination,
            boolean required,
            List<String> versions,
            Set<String> origins,
            ResumeKeys keys) {
        sealer = keys == null ? null : new SessionSealer(keys, "/app");
        configuration = new Configuration(
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                Duration.ofHours(24),
                Duration.ofSeconds(15),
                Duration.ZERO,
                null,
                limit,
                -1,
                termination,
                required,
                new ProtocolVersions(versions),
                AllowedOrigins.of(origins),
                true,
                "tid",
                true,
                keys,
                Duration.ofDays(7));
        registry = new SessionRegistry(
                configuration,
                this,
                RegistryListener.none(),
                SessionListener.none(),
                sealer,
                sealer == null ? null : new LocalRevocations());
    }

    static Sessions standard() {
        return new Sessions(100, true, true, ProtocolVersions.WITH_SESSIONS, Set.of());
    }

    /** Sessions that can be resumed. */
    static Sessions resumable() {
        return resumable(100);
    }

    static Sessions resumable(int limit) {
        return new Sessions(
                limit, true, true, ProtocolVersions.WITH_SESSIONS, Set.of(), ResumeKeys.parse("0f".repeat(32)));
    }

    static Sessions ofBothEras() {
        return new Sessions(100, true, true, BOTH_ERAS, Set.of());
    }

    static Sessions limitedTo(int limit) {
        return new Sessions(limit, true, true, ProtocolVersions.WITH_SESSIONS, Set.of());
    }

    static Sessions notRequired() {
        return new Sessions(100, true, false, BOTH_ERAS, Set.of());
    }

    static Sessions withoutTermination() {
        return new Sessions(100, false, true, ProtocolVersions.WITH_SESSIONS, Set.of());
    }

    static Sessions allowing(String origin) {
        return new Sessions(100, true, true, ProtocolVersions.WITH_SESSIONS, Set.of(origin));
    }

    Configuration configuration() {
        return configuration;
    }

    SessionRegistry registry() {
        return registry;
    }

    /** Null where sessions are not resumed. */
    SessionSealer sealer() {
        return sealer;
    }

    StreamKeepAlive keepAlive() {
        return keepAlive;
    }

    /** A live session under the endpoint's id, with nothing in flight. */
    String adopted(String id) {
        return adopted(id, PATH);
    }

    String adopted(String id, String path) {
        end(admission().adopt(path, id, ClientInfo.UNKNOWN));
        return id;
    }

    /** A live session under the filter's id, with nothing in flight. */
    String issued() {
        Exchange exchange = admission().issue(PATH, ClientInfo.UNKNOWN);
        end(exchange);
        return exchange.sessionId();
    }

    /** A live session that cannot be evicted: a request is in flight on it. */
    void busy() {
        registry.enter(PATH, issued(), ExchangeKind.REQUEST, null);
    }

    private Reservation admission() {
        return registry.reserve(null);
    }

    private static void end(Exchange exchange) {
        exchange.end();
    }

    /** The only live session. */
    SessionSnapshot only() {
        List<SessionSnapshot> all = registry.queries().list();
        if (all.size() != 1) {
            throw new AssertionError("Expected one live session: " + all);
        }
        return all.get(0);
    }

    /** Exchanges in flight on all live sessions. */
    int inFlight() {
        return registry.queries().list().stream()
                .mapToInt(session -> session.requests() + session.streams())
                .sum();
    }

    /** How many more sessions could be opened without the end of another. */
    int freePermits() {
        return registry.admission().maxSessions() - registry.admission().permitsTaken();
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }
}
