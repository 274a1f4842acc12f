package dev.mcpsession.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of the demo that speaks HTTP/2 without TLS: its first request asks for the upgrade, the others are streams
 * of that connection.
 */
public final class H2c {

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    public H2c(URI base) {
        this.base = base;
    }

    /** Opens a session as clients do, until it is established. */
    public String open(Endpoint endpoint) throws IOException, InterruptedException {
        String session = post(endpoint, null, Mcp.initialize())
                .headers()
                .firstValue(HttpAnswer.SESSION_ID)
                .orElseThrow();
        assertThat(post(endpoint, session, Mcp.INITIALIZED).statusCode()).isEqualTo(202);
        return session;
    }

    public HttpResponse<String> post(Endpoint endpoint, @Nullable String session, String body)
            throws IOException, InterruptedException {
        return send(request(endpoint, session).POST(BodyPublishers.ofString(body)), BodyHandlers.ofString());
    }

    public HttpResponse<String> postOfUnknownLength(Endpoint endpoint, String body)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                request(endpoint, null).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))),
                BodyHandlers.ofString());
    }

    public HttpResponse<String> delete(Endpoint endpoint, String session) throws IOException, InterruptedException {
        return send(request(endpoint, session).DELETE(), BodyHandlers.ofString());
    }

    /** The stream of a session; closing it resets the HTTP/2 stream. */
    public InputStream listen(String session) throws IOException, InterruptedException {
        return send(request(Endpoint.ADOPTED, session).GET(), BodyHandlers.ofInputStream())
                .body();
    }

    /** The answer to a POST as it comes; closing it resets the HTTP/2 stream. */
    public InputStream stream(String session, String body) throws IOException, InterruptedException {
        return send(
                        request(Endpoint.ADOPTED, session).POST(BodyPublishers.ofString(body)),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest.Builder request(Endpoint endpoint, @Nullable String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceAll("/$", "") + endpoint.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        return session == null ? request : request.header(HttpAnswer.SESSION_ID, session);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpResponse<T> response = client.send(request.build(), handler);
        assertThat(response.version()).as("what is spoken").isEqualTo(HttpClient.Version.HTTP_2);
        return response;
    }
}
