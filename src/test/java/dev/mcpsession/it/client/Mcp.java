package dev.mcpsession.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;

/** What MCP clients say, and a client of the demo that says it over raw HTTP. */
public final class Mcp {

    public static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private final URI base;

    /** A client of the deployment at a URL. */
    public Mcp(URL deployment) throws URISyntaxException {
        this(deployment.toURI());
    }

    /** A client of the application at a URI. */
    public Mcp(URI base) {
        this.base = base;
    }

    /** The body of a request. The id is JSON: a number, or a string in its quotes. */
    public static String request(String id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    public static String initialize() {
        return initialize("1");
    }

    public static String initialize(String id) {
        return initialize(id, "raw", "1.0");
    }

    public static String initialize(String id, String clientName, String clientVersion) {
        return initializeWith(id, clientName, clientVersion, "");
    }

    /** The body of an {@code initialize} with padding that makes it as many bytes as wanted. */
    public static String initializeOfLength(int bytes) {
        int bare = initializeWith("1", "raw", "1.0", ",\"padding\":\"\"").length();
        return initializeWith("1", "raw", "1.0", ",\"padding\":\"" + "x".repeat(bytes - bare) + "\"");
    }

    /** The body of an {@code initialize} whose {@code _meta} names a protocol version. */
    public static String initializeWithMeta(String id, String version) {
        return initializeWith(id, "raw", "1.0", ",\"_meta\":" + meta(version));
    }

    private static String initializeWith(String id, String clientName, String clientVersion, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"" + clientName + "\",\"version\":\"" + clientVersion
                + "\"}"
                + more + "}}";
    }

    /** The body of a request whose {@code _meta} names a protocol version, as JSON. */
    public static String requestWithMeta(String id, String method, String versionJson) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/protocolVersion\":" + versionJson + "}}}";
    }

    private static String meta(String version) {
        return "{\"io.modelcontextprotocol/protocolVersion\":\"" + version + "\"}";
    }

    public static String toolCall(String id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    /** The body of a call that takes its time; it reports each second. */
    public static String countdown(int seconds) {
        return "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"tools/call\",\"params\":{\"name\":\"countdown\",\"arguments\":{\"seconds\":"
                + seconds + "},\"_meta\":{\"progressToken\":\"p\"}}}";
    }

    public URI base() {
        return base;
    }

    public RawHttp connect() throws IOException {
        return RawHttp.connect(base);
    }

    public HttpAnswer send(RawRequest request) throws IOException {
        return RawHttp.exchange(base, request);
    }

    /** A POST without a session. */
    public HttpAnswer post(Endpoint endpoint, String body) throws IOException {
        return send(RawRequest.post(endpoint.path(), body));
    }

    /** A POST of a session. */
    public HttpAnswer post(Endpoint endpoint, String session, String body) throws IOException {
        return send(RawRequest.post(endpoint.path(), body).session(session));
    }

    /** Opens a session that is still provisional. */
    public String initialize(Endpoint endpoint) throws IOException {
        HttpAnswer answer = post(endpoint, initialize());
        assertThat(answer.status()).as("status of initialize: %s", answer).isEqualTo(200);
        return answer.sessionId();
    }

    /** Opens a session as clients do, until it is established. */
    public String open(Endpoint endpoint) throws IOException {
        return establish(endpoint, initialize(endpoint));
    }

    public String open(Endpoint endpoint, String clientName, String clientVersion) throws IOException {
        return establish(
                endpoint,
                post(endpoint, initialize("1", clientName, clientVersion)).sessionId());
    }

    /** Opens a session that cannot be evicted before it has been idle for a minute. */
    public String openInUse(Endpoint endpoint) throws IOException {
        String session = open(endpoint);
        assertThat(ping(endpoint, session)).isEqualTo(200);
        return session;
    }

    private String establish(Endpoint endpoint, String session) throws IOException {
        HttpAnswer answer = post(endpoint, session, INITIALIZED);
        assertThat(answer.status())
                .as("status of notifications/initialized: %s", answer)
                .isEqualTo(202);
        return session;
    }

    /** The status that a ping of a session gets. */
    public int ping(Endpoint endpoint, String session) throws IOException {
        return post(endpoint, session, request("5", "ping")).status();
    }

    public HttpAnswer get(Endpoint endpoint, String session) throws IOException {
        return send(RawRequest.get(endpoint.path()).session(session));
    }

    public HttpAnswer delete(Endpoint endpoint, String session) throws IOException {
        return send(RawRequest.delete(endpoint.path()).session(session));
    }

    /** Opens the stream of a session, which is to be closed. */
    public EventStream listen(String session) throws IOException {
        RawHttp http = connect();
        return http.send(RawRequest.get(Endpoint.ADOPTED.path()).session(session)).stream();
    }

    /** Starts a call that takes its time, on a connection that is to be closed. */
    public EventStream startCountdown(String session, int seconds) throws IOException {
        RawHttp http = connect();
        return http
                .send(RawRequest.post(Endpoint.ADOPTED.path(), countdown(seconds))
                        .session(session))
                .stream();
    }
}
