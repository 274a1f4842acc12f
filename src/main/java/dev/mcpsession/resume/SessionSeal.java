package dev.mcpsession.resume;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.KeyedDigest;
import dev.mcpsession.engine.SealedSession;
import jakarta.json.JsonObject;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a sealed id says of its session. Immutable. */
public final class SessionSeal implements SealedSession {

    /** Enough to tell owners apart: a caller cannot try without a digest of the server's own. */
    static final int OWNER_BYTES = 8;

    private final boolean adopted;
    private final Instant created;
    private final byte @Nullable [] owner;
    private final KeyedDigest owners;
    private final JsonObject parameters;

    SessionSeal(boolean adopted, Instant created, byte @Nullable [] owner, KeyedDigest owners, JsonObject parameters) {
        this.adopted = adopted;
        this.created = created;
        this.owner = owner;
        this.owners = owners;
        this.parameters = parameters;
    }

    /**
     * Whether the endpoint had named the session: it is resumed by a replay then.
     *
     * @return false for a session that the filter alone has named
     */
    public boolean isAdopted() {
        return adopted;
    }

    @Override
    public Instant created() {
        return created;
    }

    @Override
    public boolean isOwned() {
        return owner != null;
    }

    @Override
    public boolean belongsTo(@Nullable Owner caller) {
        return owner == null || (caller != null && MessageDigest.isEqual(owner, digest(owners, caller)));
    }

    /**
     * The parameters of the client's {@code initialize}.
     *
     * @return an immutable object; for a session that the endpoint had not named, only what names revision and client
     */
    public JsonObject parameters() {
        return parameters;
    }

    static byte[] digest(KeyedDigest owners, Owner owner) {
        return Arrays.copyOf(owners.of(owner), OWNER_BYTES);
    }
}
