package dev.mcpsession.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** Sessions with callers of all kinds, at the endpoints of the demo. */
public final class Ownership {

    private final Mcp mcp;

    public Ownership(Mcp mcp) {
        this.mcp = mcp;
    }

    /** Opens a session. */
    public String open(Endpoint endpoint, Caller caller) throws IOException {
        HttpAnswer answer = mcp.send(caller.sends(RawRequest.post(endpoint.path(), Mcp.initialize())));
        assertThat(answer.status()).as("status of initialize: %s", answer).isEqualTo(200);
        assertThat(ping(endpoint, answer.sessionId(), caller)).isEqualTo(200);
        return answer.sessionId();
    }

    public int ping(Endpoint endpoint, String session, Caller caller) throws IOException {
        return mcp.send(caller.sends(RawRequest.post(endpoint.path(), Mcp.request("5", "ping"))
                        .session(session)))
                .status();
    }

    public int delete(Endpoint endpoint, String session, Caller caller) throws IOException {
        return mcp.send(caller.sends(RawRequest.delete(endpoint.path()).session(session)))
                .status();
    }

    /** Asserts that a caller is answered as for an unknown id, whatever is tried; returns how often it was tried. */
    public int assertNoSuchSession(Endpoint endpoint, String session, Caller caller) throws IOException {
        List<RawRequest> tries = tries(endpoint, session);
        List<RawRequest> guesses = tries(endpoint, "unknown-to-the-server");
        for (int i = 0; i < tries.size(); i++) {
            HttpAnswer answer = mcp.send(caller.sends(tries.get(i)));
            Refused.NOT_FOUND.is(answer, tries.get(i).method().equals("POST") ? "5" : null);
            HttpAnswer unknown = mcp.send(caller.sends(guesses.get(i)));
            assertThat(answer.withoutDate()).as("as for an unknown id").isEqualTo(unknown.withoutDate());
        }
        return tries.size();
    }

    private static List<RawRequest> tries(Endpoint endpoint, String session) {
        return List.of(
                RawRequest.post(endpoint.path(), Mcp.request("5", "ping")).session(session),
                RawRequest.get(endpoint.path()).session(session),
                RawRequest.get(endpoint.path()).session(session).header("Last-Event-ID", "1"),
                RawRequest.delete(endpoint.path()).session(session));
    }
}
