package dev.mcpsession.filter;

import java.io.IOException;
import java.io.PrintWriter;

/**
 * The writer of a {@link SessionResponse}: asks it before each write and tells it after.
 *
 * <p>A {@link PrintWriter} around the container's own, so that {@code checkError()} still tells of a client that has
 * gone.
 */
final class TrackingWriter extends PrintWriter {

    private final SessionResponse response;
    private volatile boolean refused;

    TrackingWriter(PrintWriter inner, SessionResponse response) {
        super(inner);
        this.response = response;
    }

    @Override
    public void write(int c) {
        observed(() -> super.write(c));
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        observed(() -> super.write(buffer, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) {
        observed(() -> super.write(text, offset, length));
    }

    /* The inherited one writes the line end past the other methods. */
    @Override
    public void println() {
        write(System.lineSeparator());
    }

    @Override
    public void flush() {
        observed(super::flush);
        response.afterFlush();
    }

    @Override
    public void close() {
        observed(super::close);
    }

    @Override
    public boolean checkError() {
        boolean failed = super.checkError();
        if (failed) {
            response.writeFailed();
        }
        return failed || refused;
    }

    private void observed(Runnable write) {
        try {
            if (!response.beforeWrite()) {
                return;
            }
        } catch (IOException e) {
            refused = true;
            return;
        }
        try {
            write.run();
        } finally {
            response.afterWrite();
        }
    }
}
