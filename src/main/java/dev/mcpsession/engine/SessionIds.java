package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Session ids and the handles that stand for them.
 *
 * <p>Safe for use by many threads. The key of the handles is made with the object and never leaves it, so that a handle
 * can be shown: neither the id nor the handle of another node can be had from it.
 */
public final class SessionIds {

    /** Longest id taken from outside. The protocol names no bound; known servers use 32 to 64 characters. */
    private static final int LONGEST = 128;

    private static final int RANDOM_BYTES = 32;
    private static final String DIGEST = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec handleKey = new SecretKeySpec(randomBytes(), DIGEST);

    SessionIds() {}

    /** A new id: 256 random bits, 43 characters of base64url. */
    String next() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    /** The handle of a session: the first 64 bits of a keyed digest of its path and its id. */
    long handle(String path, String id) {
        Mac mac = mac();
        mac.update(path.getBytes(StandardCharsets.UTF_8));
        // No id has a character of this value: where the path ends is unambiguous.
        mac.update((byte) 0);
        return ByteBuffer.wrap(mac.doFinal(id.getBytes(StandardCharsets.US_ASCII)))
                .getLong();
    }

    /** The handle of an owner: the first 64 bits of a keyed digest of all four components. */
    long handle(Owner owner) {
        Mac mac = mac();
        for (String part : new @Nullable String[] {owner.subject(), owner.issuer(), owner.clientId(), owner.tenant()}) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            // Presence and length first, so that no two owners give the same bytes; no path of a session begins like
            // that.
            mac.update((byte) (part == null ? 2 : 1));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            mac.update(bytes);
        }
        return ByteBuffer.wrap(mac.doFinal()).getLong();
    }

    /** A handle as people see it: 16 hexadecimal characters. */
    static String label(long handle) {
        return HexFormat.of().toHexDigits(handle);
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

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(handleKey);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + DIGEST, e);
        }
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
