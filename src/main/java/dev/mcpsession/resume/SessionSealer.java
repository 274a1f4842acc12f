package dev.mcpsession.resume;

import dev.mcpsession.Owner;
import dev.mcpsession.config.ResumeKeys;
import dev.mcpsession.engine.SealedIds;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is needed to resume a session into its id, and opens such ids.
 *
 * <p>The content of an id is flags, the second of opening, a digest of the owner where there is one, and the compressed
 * parameters of the client's {@code initialize}. The digest is not compressed, so that the length of an id says nothing
 * of it. The parameters are written and read by Jakarta JSON Binding: they are this library's own data once they are
 * sealed.
 *
 * <p>Safe for use by many threads.
 */
public final class SessionSealer implements SealedIds {

    /** Known servers and proxies that bound the length of an id bound it here; it is tried to stay below. */
    private static final int DESIRED_LENGTH = 128;

    private static final int ADOPTED = 1;
    private static final int OWNED = 2;
    private static final int KNOWN_FLAGS = ADOPTED | OWNED;
    private static final long MAX_SECONDS = 0xFFFF_FFFFL;

    private final Jsonb json = JsonbBuilder.create();
    private final KeyRing keys;
    private final SealedIdFormat format;

    /**
     * Creates a sealer.
     *
     * @param secrets the secrets of the configuration
     * @param contextPath the context path of the application, outside of which an id is of no use
     * @throws IllegalArgumentException if the secrets cannot be used together
     */
    public SessionSealer(ResumeKeys secrets, String contextPath) {
        this.keys = new KeyRing(secrets.secrets());
        this.format = new SealedIdFormat(keys, contextPath);
    }

    /**
     * Seals a session.
     *
     * @param path servlet path and path info of the endpoint
     * @param adopted whether the endpoint has named the session
     * @param owner the owner, or null for an anonymous session
     * @param created when the session was opened, in whole seconds
     * @param parameters the parameters of the client's {@code initialize}
     * @return a session id; null where it would be too long
     */
    public @Nullable String seal(
            String path, boolean adopted, @Nullable Owner owner, Instant created, JsonObject parameters) {
        JsonObject whole = adopted ? parameters : ClientParameters.ofIssued(parameters);
        String id = trySeal(path, adopted, owner, created, whole);
        return id != null && id.length() <= DESIRED_LENGTH
                ? id
                : trySeal(path, adopted, owner, created, ClientParameters.withoutDecoration(whole));
    }

    private @Nullable String trySeal(
            String path, boolean adopted, @Nullable Owner owner, Instant created, JsonObject parameters) {
        byte[] text = json.toJson(parameters).getBytes(StandardCharsets.UTF_8);
        if (text.length > ParameterCodec.MAX_LENGTH) {
            return null;
        }
        byte[] compressed = ParameterCodec.compress(text);
        ByteBuffer content = ByteBuffer.allocate(1 + Integer.BYTES + SessionSeal.OWNER_BYTES + compressed.length);
        content.put((byte) ((adopted ? ADOPTED : 0) | (owner == null ? 0 : OWNED)));
        content.putInt((int) created.getEpochSecond());
        if (owner != null) {
            content.put(SessionSeal.digest(keys.first().owners(), owner));
        }
        content.put(compressed).flip();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return format.seal(path, bytes);
    }

    /**
     * Opens an id.
     *
     * @param path servlet path and path info of the endpoint
     * @param id the id that came with the request, whatever it is
     * @return what it says; null where it was not sealed for that path with one of the keys
     */
    @Override
    public @Nullable SessionSeal open(String path, String id) {
        SealedIdFormat.Opened opened = format.open(path, id);
        if (opened == null) {
            return null;
        }
        try {
            return read(opened);
        } catch (DataFormatException | RuntimeException e) {
            // Authentic, and of a version of this library that writes otherwise.
            return null;
        }
    }

    private SessionSeal read(SealedIdFormat.Opened opened) throws DataFormatException {
        ByteBuffer content = ByteBuffer.wrap(opened.content());
        int flags = content.get();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new DataFormatException("Unknown flags");
        }
        Instant created = Instant.ofEpochSecond(content.getInt() & MAX_SECONDS);
        byte[] owner = null;
        if ((flags & OWNED) != 0) {
            owner = new byte[SessionSeal.OWNER_BYTES];
            content.get(owner);
        }
        byte[] compressed = new byte[content.remaining()];
        content.get(compressed);
        JsonObject parameters = json.fromJson(ParameterCodec.expand(compressed), JsonObject.class);
        return new SessionSeal(
                (flags & ADOPTED) != 0, created, owner, opened.key().owners(), parameters);
    }

    @Override
    public byte[] handleKey() {
        return keys.handleKey();
    }
}
