package dev.mcpsession.filter;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request without a session whose body the filter has read: the endpoint reads the same bytes, by stream, by reader
 * or with a {@link jakarta.servlet.ReadListener}.
 */
final class ReplayedRequest extends EndpointRequest {

    private final ReplayedBody body;
    private @Nullable BufferedReader reader;
    private boolean streamTaken;

    ReplayedRequest(HttpServletRequest raw, SessionResponse response, ExchangeLifecycle lifecycle, byte[] body) {
        super(raw, response, lifecycle, null);
        this.body = new ReplayedBody(body);
    }

    /* The moment at which a container would call a ReadListener for the first time. */
    @Override
    void chainReturned() {
        body.notifyListener();
    }

    @Override
    public ServletInputStream getInputStream() {
        if (reader != null) {
            throw new IllegalStateException("getReader() has been called for this request");
        }
        streamTaken = true;
        return body;
    }

    /* Where nothing else is said the text is UTF-8, as JSON is, whatever the container's default: so the filter has read it. */
    @Override
    public BufferedReader getReader() throws UnsupportedEncodingException {
        if (streamTaken) {
            throw new IllegalStateException("getInputStream() has been called for this request");
        }
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(
                    new InputStreamReader(body, encoding == null ? StandardCharsets.UTF_8.name() : encoding));
        }
        return reader;
    }
}
