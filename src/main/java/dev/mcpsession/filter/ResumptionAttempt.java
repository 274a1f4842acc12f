package dev.mcpsession.filter;

import dev.mcpsession.Owner;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.NewSession;
import dev.mcpsession.engine.Reservation;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.resume.ResumptionOutcome;
import dev.mcpsession.resume.SessionSeal;
import dev.mcpsession.resume.SessionSealer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The attempt of one request to resume the session that it names. Holds the session, so that it is not evicted, until
 * it is closed: when the request has entered it.
 *
 * <p>For one thread.
 */
final class ResumptionAttempt implements AutoCloseable {

    private final SessionRegistry registry;
    private final SessionSealer sealer;
    private final SessionReplay replay;
    private final JsonRpcParser bodies;
    private final String sessionId;
    private final @Nullable Owner caller;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String path;
    private @Nullable Exchange held;

    ResumptionAttempt(
            SessionRegistry registry,
            SessionSealer sealer,
            SessionReplay replay,
            JsonRpcParser bodies,
            String sessionId,
            @Nullable Owner caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        this.registry = registry;
        this.sealer = sealer;
        this.replay = replay;
        this.bodies = bodies;
        this.sessionId = sessionId;
        this.caller = caller;
        this.request = request;
        this.response = response;
        this.path = RequestPaths.path(request);
    }

    /** Makes the attempt. Called while no other thread resumes that session. */
    ResumptionOutcome run() {
        held = registry.enter(path, sessionId, ExchangeKind.REQUEST, caller);
        if (held != null) {
            return ResumptionOutcome.RESUMED;
        }
        SessionSeal seal = registry.isResumable(path, sessionId, caller) ? sealer.open(path, sessionId) : null;
        if (seal == null) {
            return ResumptionOutcome.REFUSED;
        }
        try (Reservation reservation = registry.reserveToResume(caller)) {
            return reservation == null ? ResumptionOutcome.UNAVAILABLE : open(seal, reservation);
        }
    }

    private ResumptionOutcome open(SessionSeal seal, Reservation reservation) {
        byte[] initialize = replay.initialize(seal.parameters());
        ClientInfo client = bodies.parse(initialize, true).client();
        if (!seal.isAdopted()) {
            return open(new NewSession(path, sessionId, sessionId, false, seal.created(), client), reservation);
        }
        SessionReplay.Result result = replay.replay(initialize, agreedVersion(), request, response);
        String named = result.endpointId();
        if (named == null) {
            return result.outcome();
        }
        ResumptionOutcome outcome =
                open(new NewSession(path, sessionId, named, true, seal.created(), client), reservation);
        if (outcome != ResumptionOutcome.RESUMED) {
            registry.releaseUnopened(path, named);
        }
        return outcome;
    }

    /* The client of the official Java SDK names its own newest version with a GET, whatever was agreed on. */
    private @Nullable String agreedVersion() {
        return request.getMethod().equals("POST") ? McpHeaders.of(request).version() : null;
    }

    private ResumptionOutcome open(NewSession opening, Reservation reservation) {
        held = reservation.resume(opening);
        if (held != null) {
            return ResumptionOutcome.RESUMED;
        }
        return registry.isResumable(path, sessionId, caller)
                ? ResumptionOutcome.UNAVAILABLE
                : ResumptionOutcome.REFUSED;
    }

    /** Lets go of the session. */
    @Override
    public void close() {
        if (held != null) {
            held.end();
        }
    }
}
