package dev.mcpsession.it.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs tokens with a key pair of its own. */
public final class TokenIssuer {

    private static final String KEY_ID = "test";

    private final RSAKey key;

    public TokenIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What a server needs to verify the tokens: PEM, as the value of a line in a properties file. */
    public String publicKeyPem() {
        try {
            return "-----BEGIN PUBLIC KEY-----\\n"
                    + Base64.getEncoder().encodeToString(key.toRSAPublicKey().getEncoded())
                    + "\\n-----END PUBLIC KEY-----";
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A new token. Two with the same claims differ nevertheless, as renewed ones do. */
    public Caller issue(Claims claims) {
        Instant now = Instant.now();
        JWTClaimsSet set = new JWTClaimsSet.Builder()
                .issuer(claims.issuer())
                .subject(claims.subject())
                .claim("upn", claims.subject())
                .claim("groups", List.of())
                .claim("azp", claims.client())
                .claim("tid", claims.tenant())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(KEY_ID)
                        .type(JOSEObjectType.JWT)
                        .build(),
                set);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return Caller.bearing(token.serialize());
    }

    /**
     * Whom a token names.
     *
     * @param issuer who vouches
     * @param subject who
     * @param client which client acts
     * @param tenant whose customer
     */
    public record Claims(String issuer, String subject, String client, String tenant) {

        public Claims withIssuer(String other) {
            return new Claims(other, subject, client, tenant);
        }

        public Claims withSubject(String other) {
            return new Claims(issuer, other, client, tenant);
        }

        public Claims withClient(String other) {
            return new Claims(issuer, subject, other, tenant);
        }

        public Claims withTenant(String other) {
            return new Claims(issuer, subject, client, other);
        }
    }
}
