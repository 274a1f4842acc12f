package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Session ids and the handles that stand for them.
 *
 * <p>Safe for use by many threads. The key of the handles never leaves the object, so that a handle can be shown: the
 * id cannot be had from it. Unless the key is given, it is random, and the handles of another node or after a restart
 * cannot be had either.
 */
public final class SessionIds {

    /** Longest id taken from outside. The protocol names no bound; known servers use 32 to 64 characters. */
    private static final int LONGEST = 128;

    private static final int RANDOM_BYTES = 32;
    private static final Pattern LABEL = Pattern.compile("[0-9a-f]{16}");
    private final SecureRandom random = new SecureRandom();
    private final KeyedDigest handles;

    /** Ids whose handles hold for this object. */
    SessionIds() {
        this.handles = new KeyedDigest(randomBytes(random));
    }

    /** Ids whose handles are the same wherever the key is. */
    SessionIds(byte[] handleKey) {
        this.handles = new KeyedDigest(handleKey);
    }

    /** A new id: 256 random bits, 43 characters of base64url. */
    String next() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(random));
    }

    /** The handle of a session: the first 64 bits of a keyed digest of its path and its id. */
    long handle(String path, String id) {
        return ByteBuffer.wrap(handles.of(path, id)).getLong();
    }

    /** The handle of an owner: the first 64 bits of a keyed digest of all four components. */
    long handle(Owner owner) {
        return ByteBuffer.wrap(handles.of(owner)).getLong();
    }

    /** A handle as people see it: 16 hexadecimal characters. */
    static String label(long handle) {
        return HexFormat.of().toHexDigits(handle);
    }

    /** The handle that people see as this text; null where it is none. */
    static @Nullable Long parseLabel(String text) {
        return LABEL.matcher(text).matches() ? HexFormat.fromHexDigitsToLong(text) : null;
    }

    /**
     * Tells whether a text may be a session id: 1 to 128 visible ASCII characters, 0x21 to 0x7E.
     *
     * @param text any text
     * @return true if it may
     */
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }

    private static byte[] randomBytes(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
