package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.NewSession;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.resume.SessionSeal;
import dev.mcpsession.resume.SessionSealer;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Names the sessions that are opened: by what the endpoint has called them or by a random id, or, where sessions are
 * resumed, by a sealed id.
 *
 * <p>Safe for use by many threads.
 */
final class SessionNaming {

    private final SessionRegistry registry;
    private final @Nullable SessionSealer sealer;
    private final JsonRpcParser bodies = new JsonRpcParser();

    SessionNaming(SessionRegistry registry, @Nullable SessionSealer sealer) {
        this.registry = registry;
        this.sealer = sealer;
    }

    /**
     * Names the session that an {@code initialize} opens.
     *
     * @param named what the endpoint has called it, or null
     */
    NewSession opened(String path, @Nullable String named, @Nullable Owner owner, JsonRpcPeek initialize) {
        ClientInfo client = initialize.client();
        if (sealer == null) {
            String id = named == null ? registry.newId() : named;
            return new NewSession(path, id, id, named != null, null, client);
        }
        return sealed(sealer, path, named, owner, bodies.parameters(initialize.body()), client);
    }

    /** Names the session that takes the place of another, which the endpoint has given a new name. */
    NewSession replacement(Exchange exchange, String named) {
        Session old = exchange.session();
        NewSession plain = NewSession.replacing(old, named);
        if (sealer == null) {
            return plain;
        }
        SessionSeal before = sealer.open(old.path(), exchange.sessionId());
        JsonObject parameters = before == null ? null : before.parameters();
        return sealed(sealer, old.path(), named, old.owner(), parameters, plain.client());
    }

    private NewSession sealed(
            SessionSealer used,
            String path,
            @Nullable String named,
            @Nullable Owner owner,
            @Nullable JsonObject parameters,
            ClientInfo client) {
        Instant created = registry.time().now().truncatedTo(ChronoUnit.SECONDS);
        boolean adopted = named != null;
        String id = parameters == null ? null : used.seal(path, adopted, owner, created, parameters);
        if (id == null) {
            registry.sessionNotSealed();
        }
        String sent = id == null ? registry.newId() : id;
        return new NewSession(path, sent, named == null ? sent : named, adopted, id == null ? null : created, client);
    }
}
