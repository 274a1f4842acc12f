package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Captures the endpoint's response to a {@link SyntheticPostRequest}: the status, the session id and the first bytes of
 * the body.
 */
final class CapturingResponse extends SyntheticResponse {

    /** Far more than any result of {@code initialize}, instructions included. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final Captured body;
    private volatile @Nullable String sessionId;

    CapturingResponse(HttpServletResponse host) {
        this(host, new Captured());
    }

    private CapturingResponse(HttpServletResponse host, Captured body) {
        super(host, body);
        this.body = body;
    }

    /** What the endpoint has named the session; null where it has not. */
    @Nullable
    String sessionId() {
        return sessionId;
    }

    String body() {
        getWriter().flush();
        return body.text();
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (McpHeaders.SESSION_ID.equalsIgnoreCase(name)) {
            sessionId = value;
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        setHeader(name, value);
    }

    /** Keeps what fits and ignores the rest: the endpoint need not know. */
    private static final class Captured extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] source, int offset, int length) throws IOException {
            bytes.write(source, offset, Math.min(length, MAX_BYTES - bytes.size()));
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
