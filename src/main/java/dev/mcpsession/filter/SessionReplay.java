package dev.mcpsession.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.SafeText;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.resume.PathFailures;
import dev.mcpsession.resume.ResumptionFlights;
import dev.mcpsession.resume.ResumptionOutcome;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has an endpoint open a session again: sends it the client's {@code initialize} and {@code notifications/initialized},
 * included in a request of that client before the endpoint sees the request itself.
 *
 * <p>Safe for use by many threads.
 */
final class SessionReplay {

    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    /** The JSON-RPC id of a replayed {@code initialize}, by which an endpoint may know it. */
    private static final String REQUEST_ID = "resume";

    private final JsonProvider json = JsonProvider.provider();
    private final ResumptionFlights flights;
    private final PathFailures failures;
    private final SessionRegistry registry;
    private final RateLimitedLog log;

    SessionReplay(SessionRegistry registry, ResumptionFlights flights, PathFailures failures, RateLimitedLog log) {
        this.registry = registry;
        this.flights = flights;
        this.failures = failures;
        this.log = log;
    }

    /** The body of the {@code initialize} that opens a session again. */
    byte[] initialize(JsonObject parameters) {
        return json.createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", REQUEST_ID)
                .add("method", "initialize")
                .add("params", parameters)
                .build()
                .toString()
                .getBytes(UTF_8);
    }

    /**
     * Replays the two messages. What fails has been logged, and what the endpoint may hold is released.
     *
     * @param initialize the body of the {@code initialize}
     * @param version the protocol version that was agreed on before, as far as the client's request tells, or null
     */
    Result replay(byte[] initialize, @Nullable String version, HttpServletRequest host, HttpServletResponse response) {
        String path = RequestPaths.path(host);
        if (failures.isPaused(path) || !flights.acquireReplay()) {
            return Result.UNAVAILABLE;
        }
        CapturingResponse opened = new CapturingResponse(response);
        Result result;
        try {
            result = attempt(initialize, version, host, opened);
        } finally {
            flights.releaseReplay();
        }
        if (result.outcome() == ResumptionOutcome.UNAVAILABLE) {
            failures.failed(path);
        } else {
            failures.answered(path);
        }
        String named = opened.sessionId();
        if (result.outcome() != ResumptionOutcome.RESUMED && named != null) {
            registry.releaseUnopened(path, named);
        }
        return result;
    }

    private Result attempt(
            byte[] initialize, @Nullable String version, HttpServletRequest host, CapturingResponse opened) {
        try {
            String trouble = call(initialize, null, null, host, opened);
            String named = opened.sessionId();
            if (trouble == null && (named == null || opened.getStatus() != HttpServletResponse.SC_OK)) {
                return refused(
                        host,
                        "status " + opened.getStatus() + (named == null ? " without a session id" : "")
                                + " to a replayed initialize");
            }
            if (trouble != null || named == null) {
                return unavailable(host, trouble + " to a replayed initialize");
            }
            String agreed = InitializeResult.protocolVersion(json, opened.body());
            if (agreed == null || (version != null && !version.equals(agreed))) {
                return refused(host, "another protocol version than before");
            }
            CapturingResponse confirmed = new CapturingResponse((HttpServletResponse) opened.getResponse());
            trouble = call(INITIALIZED.getBytes(UTF_8), named, agreed, host, confirmed);
            if (trouble != null) {
                return unavailable(host, trouble + " to a replayed notifications/initialized");
            }
            return confirmed.isSuccess()
                    ? new Result(ResumptionOutcome.RESUMED, named)
                    : refused(host, "status " + confirmed.getStatus() + " to a replayed notifications/initialized");
        } catch (IOException | ServletException | RuntimeException | LinkageError e) {
            // The class alone: a message may repeat what the client has sent.
            return unavailable(host, e.getClass().getName());
        }
    }

    /** Calls the endpoint; returns null where it has answered with a status below 500, else what it did. */
    private static @Nullable String call(
            byte[] body,
            @Nullable String sessionId,
            @Nullable String version,
            HttpServletRequest host,
            CapturingResponse response)
            throws IOException, ServletException {
        RequestDispatcher endpoint = host.getRequestDispatcher(RequestPaths.path(host));
        if (endpoint == null) {
            return "no dispatcher";
        }
        SyntheticPostRequest request = new SyntheticPostRequest(host, response, body, sessionId, version);
        endpoint.include(request, response);
        request.endpointReturned();
        SyntheticAsyncContext async = request.async();
        if (async != null && !async.await(ResumptionFlights.PATIENCE.toNanos())) {
            return "no response within " + ResumptionFlights.PATIENCE.toSeconds() + " s";
        }
        return response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                ? "status " + response.getStatus()
                : null;
    }

    private Result refused(HttpServletRequest host, String reason) {
        warn(host, reason, "the client is answered 404");
        return Result.REFUSED;
    }

    private Result unavailable(HttpServletRequest host, String reason) {
        warn(host, reason, "the client is answered 503 and may try again");
        return Result.UNAVAILABLE;
    }

    private void warn(HttpServletRequest host, String reason, String consequence) {
        log.warn(SafeText.of(RequestPaths.place(host)) + ": the endpoint did not open a session again: " + reason + "; "
                + consequence);
    }

    /**
     * What became of a replay.
     *
     * @param outcome whether the endpoint has opened the session
     * @param endpointId what the endpoint calls it now; null where it has not
     */
    record Result(ResumptionOutcome outcome, @Nullable String endpointId) {

        static final Result REFUSED = new Result(ResumptionOutcome.REFUSED, null);
        static final Result UNAVAILABLE = new Result(ResumptionOutcome.UNAVAILABLE, null);
    }
}
