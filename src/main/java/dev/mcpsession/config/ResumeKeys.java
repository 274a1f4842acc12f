package dev.mcpsession.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The secrets that seal session ids: the first seals, all open. Immutable. No method but {@link #secrets()} shows them.
 */
public final class ResumeKeys {

    /** As strong as the cipher that the keys are derived for. */
    static final int MIN_BYTES = 32;

    private static final String FILE = "file:";
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})+");

    private final List<byte[]> secrets;

    private ResumeKeys(List<byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads secrets.
     *
     * @param text secrets with commas between them, or {@code file:} and the path of a file with one on each line; a
     *     secret is base64url or hexadecimal digits of 32 bytes or more
     * @return the secrets, at least one
     * @throws IllegalArgumentException if the text is no such list, one is there twice, or the file cannot be read; the
     *     message shows no secret
     */
    public static ResumeKeys parse(String text) {
        String list = text.startsWith(FILE) ? read(text.substring(FILE.length())) : text;
        List<byte[]> secrets = Arrays.stream(list.split("[,\\r\\n]"))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .map(ResumeKeys::decode)
                .toList();
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no secret");
        }
        if (secrets.stream().map(HexFormat.of()::formatHex).distinct().count() < secrets.size()) {
            throw new IllegalArgumentException("a secret is there twice");
        }
        return new ResumeKeys(secrets);
    }

    /**
     * The secrets.
     *
     * @return copies, the one that seals first
     */
    public List<byte[]> secrets() {
        return secrets.stream().map(byte[]::clone).toList();
    }

    /** How many there are. */
    @Override
    public String toString() {
        return secrets.size() == 1 ? "1 key" : secrets.size() + " keys";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file.strip()));
        } catch (IOException | InvalidPathException | SecurityException e) {
            throw new IllegalArgumentException("the file cannot be read");
        }
    }

    /* Hexadecimal digits are base64url digits too: what can be either is taken for the former. */
    private static byte[] decode(String secret) {
        byte[] bytes = HEX.matcher(secret).matches() ? HexFormat.of().parseHex(secret) : base64Url(secret);
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException("a secret has fewer than " + MIN_BYTES + " bytes");
        }
        return bytes;
    }

    /* The decoder's own message shows a part of the secret. */
    private static byte[] base64Url(String secret) {
        try {
            return Base64.getUrlDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret is neither base64url nor hexadecimal");
        }
    }
}
