package dev.mcpsession;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose a request is. An application that knows better than the container makes a CDI bean of this type, and it
 * takes the place of the default, which goes by the caller's principal.
 *
 * <p>Called for every request that the filter is mapped to, before the endpoint runs and after whatever authenticates;
 * it must be quick, and safe for use by many threads. It must go by what has been verified, never by what a client says
 * of itself. What it throws fails the request.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface OwnerResolver {

    /**
     * Resolves the owner of a request.
     *
     * @param request the request
     * @return the owner, or null for an anonymous caller
     */
    @Nullable
    Owner resolve(HttpServletRequest request);
}
