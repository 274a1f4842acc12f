package dev.mcpsession.bench.whole;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as a container would have it, up to the point where it leaves. */
final class LeanResponse extends HttpServletResponseWrapper {

    private static final HttpServletResponse NOTHING_ELSE = Absent.of(HttpServletResponse.class);

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private final Out out = new Out();
    private int status = SC_OK;
    private boolean committed;

    LeanResponse() {
        super(NOTHING_ELSE);
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
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public void flushBuffer() {
        committed = true;
    }

    @Override
    public void setContentType(@Nullable String type) {
        setHeader("Content-Type", type);
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        // Part of the content type, which nobody looks at.
    }

    @Override
    public void setContentLength(int length) {
        setHeader("Content-Length", String.valueOf(length));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        int index = indexOf(name);
        if (index >= 0) {
            values.set(index, value);
        } else {
            addHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        names.add(name);
        values.add(value);
    }

    @Override
    public boolean containsHeader(String name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable String getHeader(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values.get(index);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        String value = getHeader(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return List.copyOf(names);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return out;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Where the body goes: nowhere. */
    private final class Out extends ServletOutputStream {

        @Override
        public void write(int b) {
            committed = true;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            committed = true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("setWriteListener");
        }
    }
}
