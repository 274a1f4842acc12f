package dev.mcpsession.filter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The output stream of a {@link SessionResponse}: runs each write through it. */
final class TrackingOutputStream extends ServletOutputStream {

    private final ServletOutputStream inner;
    private final SessionResponse response;
    private final EventBoundary boundary = new EventBoundary();
    private volatile @Nullable TrackingWriteListener listener;

    TrackingOutputStream(ServletOutputStream inner, SessionResponse response) {
        this.inner = inner;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        response.write(() -> {
            inner.write(b);
            boundary.passed(b);
        });
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        response.write(() -> {
            inner.write(bytes, offset, length);
            boundary.passed(bytes, offset, length);
        });
    }

    @Override
    public void flush() throws IOException {
        response.write(inner::flush);
        response.afterFlush();
    }

    @Override
    public void close() throws IOException {
        response.end();
        response.write(inner::close);
    }

    @Override
    public boolean isReady() {
        boolean entered = response.enter();
        try {
            boolean ready = inner.isReady();
            TrackingWriteListener waiting = listener;
            if (waiting != null) {
                waiting.endpointHasAsked(ready);
            }
            return ready;
        } finally {
            if (entered) {
                response.leave();
            }
        }
    }

    @Override
    public void setWriteListener(WriteListener endpoint) {
        response.beforeWriteListener();
        boolean entered = response.enter();
        try {
            TrackingWriteListener tracking = new TrackingWriteListener(endpoint, response);
            listener = tracking;
            inner.setWriteListener(tracking);
        } finally {
            if (entered) {
                response.leave();
            }
        }
    }

    /**
     * Writes a comment, unless an event has begun or the container is not ready for it. For the writer thread that
     * holds the gate of the response.
     *
     * @return whether it has been written
     * @throws IOException if the client has gone
     */
    boolean comment(String comment) throws IOException {
        if (!boundary.isAfterEvent()) {
            return false;
        }
        byte[] bytes = comment.getBytes(StandardCharsets.US_ASCII);
        TrackingWriteListener nonBlocking = listener;
        if (nonBlocking != null) {
            return nonBlocking.comment(inner, bytes);
        }
        inner.write(bytes);
        inner.flush();
        return true;
    }
}
