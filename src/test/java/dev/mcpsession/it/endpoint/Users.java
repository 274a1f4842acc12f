package dev.mcpsession.it.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** HTTP Basic with users whose passwords are their names. It runs in the server. */
@BasicAuthenticationMechanismDefinition(realmName = "mcp")
@ApplicationScoped
public class Users implements IdentityStore {

    private static final Set<String> NAMES = Set.of("alice", "bob");

    /** Made by the container. */
    public Users() {}

    @Override
    public CredentialValidationResult validate(Credential credential) {
        return credential instanceof UsernamePasswordCredential login
                        && NAMES.contains(login.getCaller())
                        && login.compareTo(login.getCaller(), login.getCaller())
                ? new CredentialValidationResult(login.getCaller())
                : CredentialValidationResult.INVALID_RESULT;
    }
}
