package dev.mcpsession.fuzz;

import dev.mcpsession.servlet.FakeResponse;
import org.jspecify.annotations.Nullable;

/** A response as it would leave, and whether it is the endpoint's. */
final class FuzzedResponse {

    private final FakeResponse response = new FakeResponse();
    private byte @Nullable [] seenByEndpoint;

    int status() {
        return response.getStatus();
    }

    /** All values of a header in one; null for none. */
    @Nullable
    String header(String name) {
        return response.containsHeader(name) ? String.join(", ", response.getHeaders(name)) : null;
    }

    String text() {
        return response.text();
    }

    /** The body that the endpoint has read; null where it was not called. */
    byte @Nullable [] seenByEndpoint() {
        return seenByEndpoint == null ? null : seenByEndpoint.clone();
    }

    void seeByEndpoint(byte[] bytes) {
        seenByEndpoint = bytes.clone();
    }

    FakeResponse toServlet() {
        return response;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(status());
        text.append(seenByEndpoint == null ? " by the filter" : " by the endpoint");
        response.getHeaderNames()
                .forEach(name -> text.append(' ')
                        .append(name)
                        .append(": ")
                        .append(header(name))
                        .append(';'));
        return text.append(' ').append(FuzzedRequest.printable(text())).toString();
    }
}
