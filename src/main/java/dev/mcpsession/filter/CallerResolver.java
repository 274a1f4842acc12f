package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.engine.RateLimitedLog;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the owner of a request, and fails closed: a caller whose owner cannot be resolved is not taken for an
 * anonymous one.
 *
 * <p>Safe for use by many threads.
 */
final class CallerResolver implements OwnerResolver {

    private final OwnerResolver owners;
    private final RateLimitedLog log;

    CallerResolver(OwnerResolver owners, RateLimitedLog log) {
        this.owners = owners;
        this.log = log;
    }

    /**
     * Resolves the owner of a request.
     *
     * @throws UnresolvedOwnerException if the application's resolver has failed; a warning has been logged
     */
    @Override
    public @Nullable Owner resolve(HttpServletRequest request) {
        try {
            return owners.resolve(request);
        } catch (RuntimeException e) {
            // The class alone: a message may repeat what the client has sent.
            log.warn(RequestPaths.place(request) + ": the OwnerResolver failed with "
                    + e.getClass().getName() + "; the request is answered 500. Mend "
                    + owners.getClass().getName());
            throw new UnresolvedOwnerException();
        }
    }

    /** The owner of a request cannot be resolved: the request must not be served. */
    static final class UnresolvedOwnerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnresolvedOwnerException() {
            super(null, null, false, false);
        }
    }
}
