package dev.mcpsession;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity that a session is bound to. Two owners are the same if all four components are equal, so that neither a
 * user of the same name at another issuer nor another client of the same user has access to the session.
 *
 * @param subject the name of the caller's principal, or the {@code sub} of its token; never null
 * @param issuer the issuer that vouches for the subject ({@code iss} of a token), or null where it is not known
 * @param clientId the client that acts for the subject ({@code azp} or {@code client_id} of a token), or null where it
 *     is not known
 * @param tenant the tenant that the subject belongs to, or null where it is not known
 * @since 0.1.0
 */
public record Owner(
        String subject,
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable String tenant) {

    /**
     * Creates an owner.
     *
     * @param subject the name of the caller's principal, or the {@code sub} of its token
     * @param issuer the issuer that vouches for the subject, or null
     * @param clientId the client that acts for the subject, or null
     * @param tenant the tenant that the subject belongs to, or null
     * @throws NullPointerException if the subject is null: a caller without a name is anonymous, which is no owner
     */
    public Owner {
        Objects.requireNonNull(subject, "An owner has a subject; an anonymous caller is no owner");
    }

    /**
     * Creates an owner of which only the name is known.
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

    /**
     * The subject, and after it the other components that are known. For display only: two owners may have the same
     * text.
     */
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
