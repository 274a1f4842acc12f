package dev.mcpsession;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose a session is. Two owners are the same if all four components are equal, so that neither another issuer's user
 * of the same name nor a weaker token of the same user can ride a session.
 *
 * @param subject who: the name of the caller's principal, or the {@code sub} of its token
 * @param issuer who vouches for it, where that is known: the {@code iss} of a token; else null
 * @param clientId which client acts for it, where that is known: {@code azp} or {@code client_id} of a token; else null
 * @param tenant whose customer it is, where that is known; else null
 * @since 1.0
 */
public record Owner(
        String subject,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String tenant) {

    /**
     * An owner of whom nothing but a name is known.
     *
     * @param subject the name
     * @return an owner without issuer, client id and tenant
     */
    public static Owner named(String subject) {
        return new Owner(subject, null, null, null);
    }

    /* Written out: for a record's own, JDK 17 keeps the class that asked last in a static field, and with it a whole application. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner owner
                && subject.equals(owner.subject)
                && Objects.equals(issuer, owner.issuer)
                && Objects.equals(clientId, owner.clientId)
                && Objects.equals(tenant, owner.tenant);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, issuer, clientId, tenant);
    }

    /** The subject, and after it what else is known, for people to read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(subject);
        append(text, " at ", issuer);
        append(text, " by ", clientId);
        append(text, " of ", tenant);
        return text.toString();
    }

    private static void append(StringBuilder text, String word, @Nullable String part) {
        if (part != null) {
            text.append(word).append(part);
        }
    }
}
