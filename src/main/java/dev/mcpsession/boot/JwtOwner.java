package dev.mcpsession.boot;

import dev.mcpsession.Owner;
import jakarta.json.JsonString;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Owners by MicroProfile JWT. Only to be touched where the server has that. */
final class JwtOwner {

    private final String tenantClaim;

    JwtOwner(String tenantClaim) {
        this.tenantClaim = tenantClaim;
    }

    /** The owner that a token names; null where the principal is no token. */
    @Nullable
    Owner of(Principal principal) {
        if (!(principal instanceof JsonWebToken token)) {
            return null;
        }
        String subject = token.getSubject() == null ? token.getName() : token.getSubject();
        String authorizedParty = text(token, "azp");
        return new Owner(
                subject,
                token.getIssuer(),
                authorizedParty == null ? text(token, "client_id") : authorizedParty,
                text(token, tenantClaim));
    }

    /* Servers hand out claims of their own as JSON. */
    private static @Nullable String text(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return value instanceof JsonString string ? string.getString() : value == null ? null : value.toString();
    }
}
