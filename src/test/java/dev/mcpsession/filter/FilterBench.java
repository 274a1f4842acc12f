package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import dev.mcpsession.servlet.FakeServletContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A filter in front of an endpoint, on fakes. */
final class FilterBench {

    private final McpSessionFilter filter = new McpSessionFilter();
    private Endpoint endpoint = (request, response) -> {};
    private Owner owner;
    private RuntimeException failure;
    private int calls;

    FilterBench(Sessions sessions) {
        ServletContext context = FakeServletContext.create();
        McpSessionFilter.connect(
                context,
                sessions.configuration(),
                sessions.registry(),
                sessions.keepAlive(),
                request -> {
                    if (failure != null) {
                        throw failure;
                    }
                    return owner;
                },
                sessions.sealer());
        try {
            filter.init(FakeServletContext.config(context));
        } catch (ServletException e) {
            throw new AssertionError(e);
        }
    }

    /** What the endpoint does from now on. */
    FilterBench answering(Endpoint newEndpoint) {
        endpoint = newEndpoint;
        return this;
    }

    /** An endpoint that answers with a status, and with a session id unless that is null. */
    FilterBench answering(int status, String id) {
        return answering((request, response) -> {
            response.setStatus(status);
            if (id != null) {
                response.setHeader("Mcp-Session-Id", id);
            }
        });
    }

    /** The caller of the next requests; null for anonymous. */
    FilterBench as(String name) {
        owner = name == null ? null : Owner.named(name);
        return this;
    }

    /** The OwnerResolver of the application fails from now on. */
    FilterBench failingToResolve(RuntimeException newFailure) {
        failure = newFailure;
        return this;
    }

    /** How often the endpoint has been called. */
    int calls() {
        return calls;
    }

    FakeResponse send(FakeRequest request) throws IOException, ServletException {
        return send(request, new FakeResponse());
    }

    FakeResponse send(FakeRequest request, FakeResponse response) throws IOException, ServletException {
        filter.doFilter(request, response, this::call);
        return response;
    }

    /**
     * Sends through the filter twice, as a container does that calls it once for each of its mappings.
     *
     * @param between what a filter between the two makes of the request
     */
    FakeResponse sendTwiceMapped(FakeRequest request, UnaryOperator<HttpServletRequest> between)
            throws IOException, ServletException {
        FakeResponse response = new FakeResponse();
        filter.doFilter(
                request,
                response,
                (seenRequest, seenResponse) ->
                        filter.doFilter(between.apply((HttpServletRequest) seenRequest), seenResponse, this::call));
        return response;
    }

    private void call(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        calls++;
        endpoint.answer((HttpServletRequest) request, (HttpServletResponse) response);
    }

    /** What stands behind the filter. */
    interface Endpoint {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }
}
