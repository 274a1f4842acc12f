package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keyed digests (HMAC-SHA-256) of what must not be shown or compared in the clear.
 *
 * <p>Safe for use by many threads. The key never leaves it.
 */
public final class KeyedDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Creates digests with a key.
     *
     * @param key the key, which is copied
     */
    public KeyedDigest(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The digest of a text.
     *
     * @param text the text
     * @return 32 bytes
     */
    public byte[] of(String text) {
        return mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The digest of all four components of an owner.
     *
     * @param owner the owner
     * @return 32 bytes, the same for equal owners only
     */
    public byte[] of(Owner owner) {
        Mac mac = mac();
        for (String part : new @Nullable String[] {owner.subject(), owner.issuer(), owner.clientId(), owner.tenant()}) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            // Presence and length first, so that no two owners give the same bytes; no path of a session begins like
            // that.
            mac.update((byte) (part == null ? 2 : 1));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    /** The digest of a path and an id. */
    byte[] of(String path, String id) {
        Mac mac = mac();
        mac.update(path.getBytes(StandardCharsets.UTF_8));
        // No id has a character of this value: where the path ends is unambiguous.
        mac.update((byte) 0);
        return mac.doFinal(id.getBytes(StandardCharsets.US_ASCII));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
