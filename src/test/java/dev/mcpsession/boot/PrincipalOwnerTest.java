package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** Owners by the principal of a request. */
class PrincipalOwnerTest {

    private static final Map<String, Object> CLAIMS = Map.of(
            "sub", "4711", "iss", "https://idp.example", "azp", "desktop", "client_id", "ignored", "tid", "acme");

    private final OwnerResolver resolver = PrincipalOwner.resolver("tid");

    @Test
    void noPrincipal_noOwner() {
        assertThat(resolver.resolve(from(null))).isNull();
    }

    @Test
    void aPrincipalIsItsName() {
        assertThat(resolver.resolve(from(() -> "alice"))).isEqualTo(Owner.named("alice"));
    }

    /** It is not anonymous: that would give the sessions of anonymous callers to it, and its own to them. */
    @Test
    void principalWithoutName_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> resolver.resolve(from(() -> null)));
    }

    @Test
    void aTokenIsWhomItNames() {
        assertThat(resolver.resolve(from(token(CLAIMS))))
                .isEqualTo(new Owner("4711", "https://idp.example", "desktop", "acme"));
    }

    @Test
    void claimsMayBeJson() {
        Map<String, Object> json = Map.of(
                "sub",
                "4711",
                "iss",
                "https://idp.example",
                "client_id",
                Json.createValue("laptop"),
                "org",
                Json.createValue("acme"));

        assertThat(PrincipalOwner.resolver("org").resolve(from(token(json))))
                .isEqualTo(new Owner("4711", "https://idp.example", "laptop", "acme"));
    }

    @Test
    void aTokenWithoutSubjectIsItsName() {
        assertThat(resolver.resolve(from(token(Map.of("iss", "https://idp.example")))))
                .isEqualTo(new Owner("name of the token", "https://idp.example", null, null));
    }

    private static JsonWebToken token(Map<String, Object> claims) {
        return new JsonWebToken() {
            @Override
            public String getName() {
                return "name of the token";
            }

            @Override
            public Set<String> getClaimNames() {
                return claims.keySet();
            }

            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
            public <T> T getClaim(String name) {
                return (T) claims.get(name);
            }
        };
    }

    private static HttpServletRequest from(Principal principal) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getUserPrincipal")) {
                        return principal;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
