package dev.mcpsession;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the owner of a request. To replace the default (the caller's principal), provide a CDI bean of this type.
 *
 * <p>Called once or twice for each request that names or opens a session, before the endpoint runs and after the
 * container has authenticated the caller. It must be fast, and safe for use by many threads. It must rely on verified
 * facts only, never on what a client says of itself. A request whose owner it cannot resolve, because it throws, is
 * answered 500 and reaches neither session nor endpoint.
 *
 * @since 0.1.0
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
