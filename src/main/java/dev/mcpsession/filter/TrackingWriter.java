package dev.mcpsession.filter;

import java.io.IOException;
import java.io.PrintWriter;

/**
 * The writer of a {@link SessionResponse}: runs each write through it.
 *
 * <p>A {@link PrintWriter} around the container's own, so that {@code checkError()} still tells of a client that has
 * gone.
 */
final class TrackingWriter extends PrintWriter {

    private final PrintWriter inner;
    private final SessionResponse response;
    private final EventBoundary boundary = new EventBoundary();
    private volatile boolean refused;

    TrackingWriter(PrintWriter inner, SessionResponse response) {
        super(inner);
        this.inner = inner;
        this.response = response;
    }

    @Override
    public void write(int c) {
        tracked(() -> {
            super.write(c);
            boundary.passed(c);
        });
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        tracked(() -> {
            super.write(buffer, offset, length);
            boundary.passed(buffer, offset, length);
        });
    }

    @Override
    public void write(String text, int offset, int length) {
        tracked(() -> {
            super.write(text, offset, length);
            boundary.passed(text, offset, length);
        });
    }

    /* The inherited one writes the line end past the other methods. */
    @Override
    public void println() {
        write(System.lineSeparator());
    }

    @Override
    public void flush() {
        tracked(super::flush);
        response.afterFlush();
    }

    @Override
    public void close() {
        response.end();
        tracked(super::close);
    }

    @Override
    public boolean checkError() {
        boolean failed = super.checkError();
        if (failed) {
            response.writeFailed();
        }
        return failed || refused;
    }

    /**
     * Writes a comment, unless an event has begun. For the writer thread that holds the gate of the response.
     *
     * @return whether it has been written
     * @throws IOException if the client has gone
     */
    boolean comment(String comment) throws IOException {
        if (!boundary.isAfterEvent()) {
            return false;
        }
        inner.write(comment);
        inner.flush();
        // Not that of this writer, which flushes through the gate.
        if (inner.checkError()) {
            throw new IOException("The client of an event stream has gone");
        }
        return true;
    }

    private void tracked(SessionResponse.Write write) {
        try {
            response.write(write);
        } catch (IOException e) {
            refused = true;
        }
    }
}
