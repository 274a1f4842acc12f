package dev.mcpsession.resume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The format of sealed ids, version 1:
 *
 * <pre>
 * base64url( version 1 | key id 1 | nonce 12 | AES-256-GCM( content ) | tag 16 )
 * </pre>
 *
 * <p>Version, key id, context path and path are authenticated, so that an id is of no use at another endpoint. The
 * nonce is random: 2<sup>32</sup> ids can be sealed with one key before two of them could be expected to be equal.
 *
 * <p>Safe for use by many threads.
 */
final class SealedIdFormat {

    /** No sealed id is longer, and none that is longer is decoded. */
    static final int MAX_LENGTH = 512;

    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 2;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int OVERHEAD = HEAD_BYTES + NONCE_BYTES + TAG_BITS / Byte.SIZE;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecureRandom random = new SecureRandom();
    private final KeyRing keys;
    private final String contextPath;

    SealedIdFormat(KeyRing keys, String contextPath) {
        this.keys = keys;
        this.contextPath = contextPath;
    }

    /** Seals content for a path; null where the id would be longer than 512 characters. */
    @Nullable
    String seal(String path, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return seal(path, content, nonce);
    }

    /** The same with a nonce of the caller's, which must not be used twice. */
    @Nullable
    String seal(String path, byte[] content, byte[] nonce) {
        KeyRing.Key key = keys.first();
        byte[] head = {(byte) VERSION, key.id()};
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, head, path).doFinal(content);
            ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length);
            all.put(head).put(nonce).put(sealed);
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
            return id.length() > MAX_LENGTH ? null : id;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        }
    }

    /** Opens an id, whatever it is; null where it was not sealed for that path with one of the keys. */
    @Nullable
    Opened open(String path, String id) {
        byte[] all = decode(id);
        if (all == null || all.length < OVERHEAD || all[0] != VERSION) {
            return null;
        }
        KeyRing.Key key = keys.find(all[1]);
        if (key == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        byte[] head = new byte[HEAD_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(head).get(nonce);
        try {
            return new Opened(
                    key,
                    cipher(Cipher.DECRYPT_MODE, key, nonce, head, path)
                            .doFinal(all, bytes.position(), bytes.remaining()));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private Cipher cipher(int mode, KeyRing.Key key, byte[] nonce, byte[] head, String path)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.seal(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        // Neither path has a character of this value: where one ends is unambiguous.
        cipher.updateAAD((contextPath + '\0' + path).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /* The decoder takes bits for good that do not fit into a byte, so that two texts would be one id. */
    private static byte @Nullable [] decode(String id) {
        if (id.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * An id that was opened.
     *
     * @param key what it was sealed with
     * @param content what was sealed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Opened(KeyRing.Key key, byte[] content) {}
}
