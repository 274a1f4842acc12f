package dev.mcpsession.conformance;

import dev.mcpsession.conformance.ClientTable.Column;
import dev.mcpsession.conformance.DrivenClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a client does in each situation of the table, found out by trying. */
final class ClientBehavior {

    /** How long what a client does in the background may take. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final String NOT_TRIED = "–";
    private static final String NO_SESSION = "no session";

    private static final String INITIALIZE = """
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {},
             "clientInfo": {"name": "another", "version": "1"}}}""";

    private static final String INITIALIZED = "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}";
    private static final String PING = "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"ping\"}";
    private static final String SESSION_ID = "Mcp-Session-Id";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestedClient client;
    private final URI endpoint;
    private final Operator operator;
    private boolean hasSessions;

    private ClientBehavior(TestedClient client, URI endpoint, Operator operator) {
        this.client = client;
        this.endpoint = endpoint;
        this.operator = operator;
    }

    /** Tries everything, on an endpoint without other clients. */
    static Map<Column, String> of(TestedClient client, URI endpoint, Operator operator) throws Exception {
        operator.expireAll();
        return new ClientBehavior(client, endpoint, operator).run();
    }

    private Map<Column, String> run() throws Exception {
        Map<Column, String> outcomes = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            outcomes.put(column, NOT_TRIED);
        }
        try (DrivenClient one = client.start(endpoint)) {
            long before = operator.sessionsOpened();
            Answer connected = one.answer(Command.CONNECT);
            hasSessions = operator.sessionsOpened() > before;
            outcomes.put(Column.CONNECT, connected.ok() && !hasSessions ? "ok, no session" : inWords(connected));
            if (connected.ok()) {
                outcomes.put(Column.LIST, inWords(one.answer(Command.LIST)));
                outcomes.put(Column.CALL, inWords(one.answer(Command.CALL)));
                streamedCall(one, outcomes);
                outcomes.put(Column.EXPIRED, hasSessions ? expiry(one) : NO_SESSION);
                outcomes.put(Column.FOREIGN, hasSessions ? otherCaller() : NO_SESSION);
                outcomes.put(Column.LIMIT, limit(one));
                outcomes.put(Column.DRAIN, drain(one));
                outcomes.put(Column.DELETE, hasSessions ? deletion() : NO_SESSION);
            }
        }
        return outcomes;
    }

    private static String inWords(Answer answer) {
        return answer.ok() ? "ok" : "fails";
    }

    private void streamedCall(DrivenClient one, Map<Column, String> outcomes) throws Exception {
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(() -> one.answer(Command.COUNTDOWN));
        Awaitility.await()
                .pollInterval(POLL)
                .atMost(LONGEST_CALL)
                .until(() -> call.isDone() || operator.activeStreams() > 0);
        boolean opened = !call.isDone() || operator.activeStreams() > 0;
        Answer answer = call.join();
        boolean quiet = answer.ok() && answer.progress() == 0;
        outcomes.put(Column.STREAMED_CALL, quiet ? "ok, progress not shown" : inWords(answer));
        outcomes.put(Column.STREAM, opened ? "opened" : "none");
    }

    private String expiry(DrivenClient one) throws Exception {
        return loss(one, operator::expireAll);
    }

    /**
     * The session is one caller's, and what the client sends next is another's: a user has logged in under another
     * name, say.
     */
    private String otherCaller() throws Exception {
        try (DrivenClient one = client.start(endpoint)) {
            callerIs("alice");
            requireDone(one.answer(Command.CONNECT));
            requireDone(one.answer(Command.CALL));
            return loss(one, () -> callerIs("bob"));
        } finally {
            callerIs("");
        }
    }

    private String loss(DrivenClient one, Event event) throws Exception {
        long before = operator.refusals();
        event.happen();
        Answer first = one.answer(Command.CALL);
        if (client.sessionPerCommand()) {
            requireDone(first);
            return "a session for each command";
        }
        requireRefusalSince(before, first);
        if (first.ok()) {
            return "goes on in a new session";
        }
        if (one.answer(Command.CALL).ok()) {
            return "one call fails, the next goes on in a new session";
        }
        requireDone(one.answer(Command.CONNECT));
        requireDone(one.answer(Command.CALL));
        return "calls fail until it connects anew";
    }

    private String limit(DrivenClient one) throws Exception {
        openUnevictableSession();
        operator.limitToWhoIsThere(true);
        try {
            return refused(one, () -> operator.limitToWhoIsThere(false));
        } finally {
            operator.limitToWhoIsThere(false);
        }
    }

    private String drain(DrivenClient one) throws Exception {
        operator.drain(true);
        try {
            return refused(one, () -> operator.drain(false));
        } finally {
            operator.drain(false);
        }
    }

    private String refused(DrivenClient one, Event relief) throws Exception {
        long before = operator.refusals();
        try (DrivenClient other = client.start(endpoint)) {
            Answer refused = other.answer(Command.CONNECT);
            if (!hasSessions) {
                requireDone(refused);
                return NO_SESSION;
            }
            if (refused.ok()) {
                throw new AssertionError(client + " got in");
            }
            requireRefusalSince(before, refused);
            // A client that opens a session for each command opens a new one each time.
            if (!client.sessionPerCommand()) {
                requireDone(one.answer(Command.CALL));
            }
            relief.happen();
            if (other.answer(Command.CONNECT).ok() && other.answer(Command.CALL).ok()) {
                return "connect fails, later ok";
            }
        }
        try (DrivenClient another = client.start(endpoint)) {
            requireDone(another.answer(Command.CONNECT));
            requireDone(another.answer(Command.CALL));
            return "connect fails, later only a new client succeeds";
        }
    }

    /* What fails for another reason than ours says nothing of the client. */
    private void requireRefusalSince(long before, Answer answer) throws Exception {
        if (operator.refusals() == before) {
            throw new AssertionError(client + " failed, and not for us: " + answer.error());
        }
    }

    private void requireDone(Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError(client + ": " + answer.error());
        }
    }

    private String deletion() throws Exception {
        if (endsSession(Command.CLOSE)) {
            return "when it closes";
        }
        return endsSession(Command.TERMINATE) ? "only when told to" : "never";
    }

    private boolean endsSession(Command end) throws Exception {
        operator.expireAll();
        try (DrivenClient one = client.start(endpoint)) {
            one.answer(Command.CONNECT);
            return one.answer(end).ok() && within(() -> operator.activeSessions() == 0);
        }
    }

    private static boolean within(Callable<Boolean> condition) {
        try {
            Awaitility.await().pollInterval(POLL).atMost(GRACE).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /**
     * Opens a session that cannot be evicted before it has been idle for a minute, because it has served two requests.
     */
    private void openUnevictableSession() throws IOException, InterruptedException {
        String session = send(INITIALIZE, 200).headers().firstValue(SESSION_ID).orElseThrow();
        send(INITIALIZED, 202, SESSION_ID, session);
        send(PING, 200, SESSION_ID, session);
    }

    private void callerIs(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("caller"))
                .POST(BodyPublishers.ofString(name))
                .build();
        requireStatus(204, http.send(request, BodyHandlers.discarding()));
    }

    private HttpResponse<Void> send(String message, int expected, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
        requireStatus(expected, answer);
        return answer;
    }

    private static void requireStatus(int expected, HttpResponse<?> answer) {
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(answer.request() + ": " + answer.statusCode());
        }
    }

    /** What changes the situation of a client. */
    @FunctionalInterface
    private interface Event {
        void happen() throws Exception;
    }
}
