package dev.mcpsession.boot;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Owners by the caller's principal: its name, or what the token says where it is a MicroProfile JWT. Never the token
 * itself, which is renewed while the session goes on.
 */
final class PrincipalOwner implements OwnerResolver {

    private static final String JSON_WEB_TOKEN = "org.eclipse.microprofile.jwt.JsonWebToken";

    private final @Nullable JwtOwner tokens;

    private PrincipalOwner(@Nullable JwtOwner tokens) {
        this.tokens = tokens;
    }

    /** A resolver that understands tokens where the server has MicroProfile JWT. */
    static OwnerResolver resolver(String tenantClaim) {
        return new PrincipalOwner(hasMicroProfileJwt() ? new JwtOwner(tenantClaim) : null);
    }

    @Override
    public @Nullable Owner resolve(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal == null) {
            return null;
        }
        Owner owner = tokens == null ? null : tokens.of(principal);
        return owner == null ? Owner.named(principal.getName()) : owner;
    }

    private static boolean hasMicroProfileJwt() {
        try {
            Class.forName(JSON_WEB_TOKEN, false, PrincipalOwner.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
