package dev.mcpsession.bench;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Takes a caller's word for its name, so that a load generator has an identity. It runs in the server. */
@ApplicationScoped
public class NamedCallers implements OwnerResolver {

    static final String HEADER = "X-Caller";

    /** Made by the container. */
    public NamedCallers() {}

    @Override
    public @Nullable Owner resolve(HttpServletRequest request) {
        String name = request.getHeader(HEADER);
        return name == null ? null : Owner.named(name);
    }
}
