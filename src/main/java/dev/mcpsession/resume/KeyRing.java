package dev.mcpsession.resume;

import dev.mcpsession.engine.KeyedDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are derived from the secrets of the configuration, by HMAC-SHA-256 with a label for each use.
 * Immutable; shows no key.
 */
final class KeyRing {

    private static final String KEY_ID = "mcp-session key id";
    private static final String SEAL = "mcp-session seal";
    private static final String OWNER = "mcp-session owner";
    private static final String HANDLE = "mcp-session handle";

    private final Map<Byte, Key> keys = new HashMap<>();
    private final Key first;
    private final byte[] handleKey;

    /**
     * Derives the keys.
     *
     * @param secrets at least one; the first seals, all open; the last, which has been in use for longest, makes the
     *     handles, so that a new secret in front does not change them
     * @throws IllegalArgumentException if two secrets have the same key id
     */
    KeyRing(List<byte[]> secrets) {
        for (byte[] secret : secrets) {
            Key key = Key.of(secret);
            if (keys.putIfAbsent(key.id(), key) != null) {
                throw new IllegalArgumentException("two secrets have the same key id, which is one byte: replace one");
            }
        }
        this.first = Key.of(secrets.get(0));
        this.handleKey = derive(secrets.get(secrets.size() - 1), HANDLE);
    }

    /** The key that seals. */
    Key first() {
        return first;
    }

    /** The key of an id; null where there is none. */
    @Nullable
    Key find(byte id) {
        return keys.get(id);
    }

    byte[] handleKey() {
        return handleKey.clone();
    }

    private static byte[] derive(byte[] secret, String label) {
        return new KeyedDigest(secret).of(label);
    }

    /**
     * What is derived from one secret.
     *
     * @param id the byte that names the secret in an id
     * @param seal the key of the cipher
     * @param owners digests of owners
     */
    record Key(byte id, SecretKeySpec seal, KeyedDigest owners) {

        static Key of(byte[] secret) {
            return new Key(
                    derive(secret, KEY_ID)[0],
                    new SecretKeySpec(derive(secret, SEAL), "AES"),
                    new KeyedDigest(derive(secret, OWNER)));
        }

        /** Shows no key. */
        @Override
        public String toString() {
            return "Key";
        }
    }
}
