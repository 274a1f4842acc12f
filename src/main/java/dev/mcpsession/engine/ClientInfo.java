package dev.mcpsession.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client said of itself in {@code initialize}, made {@linkplain SafeText safe to show}.
 *
 * @param protocolVersion the revision asked for, or null
 * @param name what the client calls itself, or null
 * @param version the version it gives itself, or null
 */
public record ClientInfo(
        @Nullable String protocolVersion,
        @Nullable String name,
        @Nullable String version) {

    /** A client that said nothing. */
    public static final ClientInfo UNKNOWN = new ClientInfo(null, null, null);

    /**
     * Makes the texts safe.
     *
     * @param protocolVersion any text, or null
     * @param name any text, or null
     * @param version any text, or null
     */
    public ClientInfo {
        protocolVersion = safe(protocolVersion);
        name = safe(name);
        version = safe(version);
    }

    /* Written out: for a record's own, JDK 17 keeps the class that asked last in a static field, and with it a whole application. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientInfo client
                && Objects.equals(protocolVersion, client.protocolVersion)
                && Objects.equals(name, client.name)
                && Objects.equals(version, client.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(protocolVersion, name, version);
    }

    private static @Nullable String safe(@Nullable String text) {
        return text == null ? null : SafeText.of(text);
    }
}
