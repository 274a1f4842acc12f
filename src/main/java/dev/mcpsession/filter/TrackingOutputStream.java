package dev.mcpsession.filter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The output stream of a {@link SessionResponse}: asks it before each write and tells it after. */
final class TrackingOutputStream extends ServletOutputStream {

    private final ServletOutputStream inner;
    private final SessionResponse response;

    TrackingOutputStream(ServletOutputStream inner, SessionResponse response) {
        this.inner = inner;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        observed(() -> inner.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        observed(() -> inner.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        observed(inner::flush);
        response.afterFlush();
    }

    @Override
    public void close() throws IOException {
        observed(inner::close);
    }

    @Override
    public boolean isReady() {
        return inner.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        response.beforeWriteListener();
        inner.setWriteListener(listener);
    }

    private void observed(Write write) throws IOException {
        if (!response.beforeWrite()) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            response.writeFailed();
            throw e;
        } finally {
            response.afterWrite();
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
