package dev.mcpsession.it.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Makes an application one whose users come with MicroProfile JSON web tokens. It runs in the server. */
@ApplicationScoped
@ApplicationPath("/nothing-here")
@LoginConfig(authMethod = "MP-JWT")
public class TokenUsers extends Application {

    /** Made by the container. */
    public TokenUsers() {}
}
