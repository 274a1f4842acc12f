package dev.mcpsession.it.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param authorization the value of the header, or null for an anonymous caller
 */
public record Caller(@Nullable String authorization) {

    public static final Caller ANONYMOUS = new Caller(null);

    /** One of the {@link Users}. */
    public static Caller named(String name) {
        return new Caller(
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + name).getBytes(StandardCharsets.UTF_8)));
    }

    /** The caller that a token names. */
    static Caller bearing(String token) {
        return new Caller("Bearer " + token);
    }

    /** The request as this caller sends it. */
    public RawRequest sends(RawRequest request) {
        return authorization == null ? request : request.header("Authorization", authorization);
    }
}
