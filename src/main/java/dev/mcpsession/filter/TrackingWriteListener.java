package dev.mcpsession.filter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * The write listener of an endpoint that writes without blocking, and who waits for the container to be ready: the
 * endpoint, a comment, or both. The endpoint's listener is not called where only a comment has waited.
 *
 * <p>The state is read and written within the gate of the response; volatile for a response that has none.
 */
final class TrackingWriteListener implements WriteListener {

    private final WriteListener endpoint;
    private final SessionResponse response;

    /** True from the start: the container calls the listener first, before anything may be written. */
    private volatile boolean endpointWaits = true;

    private volatile boolean commentWaits;
    private volatile boolean askedSinceComment;

    TrackingWriteListener(WriteListener endpoint, SessionResponse response) {
        this.endpoint = endpoint;
        this.response = response;
    }

    @Override
    public void onWritePossible() throws IOException {
        boolean entered = response.enter();
        try {
            boolean forEndpoint = endpointWaits || !commentWaits;
            commentWaits = false;
            if (forEndpoint) {
                endpointWaits = false;
                endpoint.onWritePossible();
            }
        } finally {
            if (entered) {
                response.leave();
            }
        }
    }

    @Override
    public void onError(Throwable problem) {
        response.writeFailed();
        endpoint.onError(problem);
    }

    /** The endpoint has called {@code isReady()}, with this result. */
    void endpointHasAsked(boolean ready) {
        askedSinceComment = true;
        if (!ready) {
            endpointWaits = true;
        }
    }

    /**
     * Writes a comment where the container is ready. Skipped where the endpoint has asked for that since the last call:
     * it may be about to write.
     */
    boolean comment(ServletOutputStream stream, byte[] comment) throws IOException {
        boolean asked = askedSinceComment;
        askedSinceComment = false;
        if (asked || endpointWaits || commentWaits || !isReady(stream)) {
            return false;
        }
        stream.write(comment);
        if (isReady(stream)) {
            stream.flush();
            isReady(stream);
        }
        return true;
    }

    /* Where it is not ready the container calls the listener once it is, and nothing may be written before. */
    private boolean isReady(ServletOutputStream stream) {
        boolean ready = stream.isReady();
        if (!ready) {
            commentWaits = true;
        }
        return ready;
    }
}
