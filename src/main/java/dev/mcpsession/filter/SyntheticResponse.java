package dev.mcpsession.filter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint's response to a {@link SyntheticRequest}. Every method that could reach the host request's response is
 * overridden, errors and redirects included.
 */
abstract class SyntheticResponse extends HttpServletResponseWrapper {

    private final ServletOutputStream output;
    private final PrintWriter writer;
    private volatile int status = SC_OK;
    private @Nullable String contentType;
    private String characterEncoding = StandardCharsets.UTF_8.name();

    /**
     * Wraps the response of a host request.
     *
     * @param body takes what the endpoint writes
     */
    SyntheticResponse(HttpServletResponse host, OutputStream body) {
        super(host);
        this.output = new Body(body);
        this.writer = new PrintWriter(output, false, StandardCharsets.UTF_8);
    }

    /** Whether the status says that the endpoint has done what was asked. */
    final boolean isSuccess() {
        return status >= SC_OK && status < SC_MULTIPLE_CHOICES;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setStatus(int newStatus) {
        status = newStatus;
    }

    @Override
    public void sendError(int newStatus) {
        status = newStatus;
    }

    @Override
    public void sendError(int newStatus, String message) {
        status = newStatus;
    }

    @Override
    public void sendRedirect(String location) {
        status = SC_FOUND;
    }

    /** As of Servlet 6.1. */
    public void sendRedirect(String location, int newStatus) {
        status = newStatus;
    }

    /** As of Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) {
        status = SC_FOUND;
    }

    /** As of Servlet 6.1. */
    public void sendRedirect(String location, int newStatus, boolean clearBuffer) {
        status = newStatus;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return output;
    }

    @Override
    public PrintWriter getWriter() {
        return writer;
    }

    @Override
    public boolean isCommitted() {
        return false;
    }

    @Override
    public void flushBuffer() {}

    @Override
    public void reset() {}

    @Override
    public void resetBuffer() {}

    @Override
    public int getBufferSize() {
        return 0;
    }

    @Override
    public void setBufferSize(int size) {}

    @Override
    public @Nullable String getContentType() {
        return contentType;
    }

    @Override
    public void setContentType(@Nullable String type) {
        contentType = type;
    }

    @Override
    public String getCharacterEncoding() {
        return characterEncoding;
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        characterEncoding = encoding;
    }

    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public void setLocale(Locale locale) {}

    @Override
    public void addCookie(Cookie cookie) {}

    @Override
    public void setHeader(String name, String value) {}

    @Override
    public void addHeader(String name, String value) {}

    @Override
    public void setIntHeader(String name, int value) {}

    @Override
    public void addIntHeader(String name, int value) {}

    @Override
    public void setDateHeader(String name, long date) {}

    @Override
    public void addDateHeader(String name, long date) {}

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> fields) {}

    @Override
    public boolean containsHeader(String name) {
        return false;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return null;
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return List.of();
    }

    @Override
    public Collection<String> getHeaderNames() {
        return List.of();
    }

    private static final class Body extends ServletOutputStream {

        private final OutputStream bytes;

        Body(OutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            bytes.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            bytes.write(source, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                listener.onWritePossible();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
