package dev.mcpsession.filter;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionResponse} that a writer thread can write to beside the endpoint: once its {@link StreamGate} is open,
 * everything by which the endpoint writes to it or changes it goes through that.
 *
 * <p>Status and headers as well: until the response is committed a comment commits them, and those of a container are
 * not safe for use by two threads.
 */
abstract class GatedResponse extends SessionResponse {

    private volatile @Nullable StreamGate gate;

    GatedResponse(HttpServletResponse raw, SessionIdPolicy policy) {
        super(raw, policy);
    }

    /** Opens the gate. To be called before another thread can write to the response. */
    final StreamGate openGate() {
        StreamGate open = new StreamGate();
        gate = open;
        return open;
    }

    /** The gate, or null where it has not been opened. */
    final @Nullable StreamGate gate() {
        return gate;
    }

    @Override
    final boolean enter() {
        StreamGate open = gate;
        return open != null && open.enter();
    }

    @Override
    final void leave() {
        StreamGate open = gate;
        if (open != null) {
            open.leave();
        }
    }

    @Override
    void write(Write write) throws IOException {
        if (gate == null) {
            // This may find out that it is an event stream.
            commitHeaders();
        }
        StreamGate open = gate;
        if (open == null) {
            super.write(write);
            return;
        }
        if (!open.enter()) {
            throw new IOException("The MCP session of this stream has ended");
        }
        try {
            super.write(write);
        } finally {
            open.leave();
        }
    }

    private <E extends Exception> void gated(Change<E> change) throws E {
        boolean entered = enter();
        try {
            change.run();
        } finally {
            if (entered) {
                leave();
            }
        }
    }

    private interface Change<E extends Exception> {
        void run() throws E;
    }

    @Override
    public void addCookie(Cookie cookie) {
        gated(() -> super.addCookie(cookie));
    }

    @Override
    public void setHeader(String name, String value) {
        gated(() -> super.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
        gated(() -> super.addHeader(name, value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        gated(() -> super.setDateHeader(name, date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        gated(() -> super.addDateHeader(name, date));
    }

    @Override
    public void setIntHeader(String name, int value) {
        gated(() -> super.setIntHeader(name, value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        gated(() -> super.addIntHeader(name, value));
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> fields) {
        gated(() -> super.setTrailerFields(fields));
    }

    @Override
    public void setContentType(String type) {
        gated(() -> super.setContentType(type));
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        gated(() -> super.setCharacterEncoding(encoding));
    }

    @Override
    public void setContentLength(int length) {
        gated(() -> super.setContentLength(length));
    }

    @Override
    public void setContentLengthLong(long length) {
        gated(() -> super.setContentLengthLong(length));
    }

    @Override
    public void setLocale(Locale locale) {
        gated(() -> super.setLocale(locale));
    }

    @Override
    public void setBufferSize(int size) {
        gated(() -> super.setBufferSize(size));
    }

    @Override
    public void setStatus(int status) {
        gated(() -> super.setStatus(status));
    }

    @Override
    public void sendError(int status) throws IOException {
        gated(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        gated(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        gated(() -> super.sendRedirect(location));
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        gated(() -> super.sendRedirect(location, status, clearBuffer));
    }

    @Override
    public void flushBuffer() throws IOException {
        gated(super::flushBuffer);
    }

    @Override
    public void resetBuffer() {
        gated(super::resetBuffer);
    }

    @Override
    public void reset() {
        gated(super::reset);
    }
}
