package dev.mcpsession.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** The call of the endpoint, the same for every kind of request that the filter wraps. */
final class EndpointCall {

    private EndpointCall() {}

    /**
     * Runs the chain with the wrapped request and response and, where the endpoint stays synchronous, commits the
     * headers. What the endpoint throws reaches the container unchanged; the id is taken back first where it can be.
     *
     * @param lifecycle learns that the chain has returned; to be closed by the caller, which also covers a failure
     */
    static void run(EndpointRequest request, SessionResponse response, ExchangeLifecycle lifecycle, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
            if (!lifecycle.isAsync()) {
                response.end();
                response.commitHeaders();
            }
        } catch (Throwable thrown) {
            response.chainFailed();
            withdraw(response, thrown);
            throw thrown;
        }
        request.chainReturned();
        response.chainReturned();
        lifecycle.chainReturned();
    }

    /* A response of the container or of another filter may refuse the reset; the endpoint's exception is what counts. */
    private static void withdraw(SessionResponse response, Throwable thrown) {
        try {
            response.withdraw();
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }
}
