package dev.mcpsession.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A response as a container gives it: nothing leaves before the first flush or the end, and once it has left, headers
 * and status are what they were. Methods that the filter has no business with throw.
 */
public final class FakeResponse extends HttpServletResponseWrapper {

    private static final HttpServletResponse ANYTHING_ELSE = Unsupported.of(HttpServletResponse.class);

    private final Headers headers = new Headers();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> events = new ArrayList<>();
    private final Out out = new Out();
    private int status = 200;
    private boolean committed;
    private boolean broken;
    private PrintWriter writer;
    private boolean streamTaken;
    private boolean refusingReset;
    private boolean ready = true;
    private WriteListener writeListener;
    private Runnable beforeEachWrite = () -> {};

    public FakeResponse() {
        super(ANYTHING_ELSE);
    }

    /** Called on the writing thread, with the container in the middle of a write. */
    public FakeResponse beforeEachWrite(Runnable action) {
        beforeEachWrite = action;
        return this;
    }

    /** Makes every write fail, as when the client has gone. */
    public void breakConnection() {
        broken = true;
    }

    /** Makes every reset throw, as a wrapper of another filter may. */
    public FakeResponse refusingReset() {
        refusingReset = true;
        return this;
    }

    /** What {@code isReady()} of the stream says from now on; it is true at first. */
    public void setReady(boolean ready) {
        this.ready = ready;
    }

    /** The container says that the stream is ready. */
    public void callOnWritePossible() throws IOException {
        writeListener.onWritePossible();
    }

    /** The container says that a write without blocking has failed. */
    public void callOnError(Throwable problem) {
        writeListener.onError(problem);
    }

    /** What has been written, be it sent or not. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The session id that the client gets; null for none. */
    public String sessionId() {
        return getHeader("Mcp-Session-Id");
    }

    /** Each setting of a session id, and each write and flush, in their order. */
    public List<String> events() {
        return events;
    }

    @Override
    public void setStatus(int newStatus) {
        if (!committed) {
            status = newStatus;
        }
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public void setHeader(String name, String value) {
        if (committed) {
            return;
        }
        headers.remove(name);
        addHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        if (!committed && value != null) {
            headers.add(name, value);
        }
        if (name.equalsIgnoreCase("Mcp-Session-Id")) {
            events.add("id");
        }
    }

    @Override
    public boolean containsHeader(String name) {
        return headers.contains(name);
    }

    @Override
    public String getHeader(String name) {
        return headers.first(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return headers.all(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers.names();
    }

    @Override
    public void setContentType(String type) {
        setHeader("Content-Type", type);
    }

    @Override
    public String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public void setContentLength(int length) {
        setHeader("Content-Length", Integer.toString(length));
    }

    /* Some containers do not show it as a header before the response is committed. */
    @Override
    public void setContentLengthLong(long length) {
        // No test reads it.
    }

    @Override
    public PrintWriter getWriter() {
        if (streamTaken) {
            throw new IllegalStateException("getOutputStream() has been called");
        }
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8) {
                /* An encoder holds bytes back; a container's writer does not to the eye of a test. */
                @Override
                public void write(char[] text, int offset, int length) throws IOException {
                    out.write(new String(text, offset, length).getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public void write(String text, int offset, int length) throws IOException {
                    out.write(text.substring(offset, offset + length).getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public void write(int c) throws IOException {
                    out.write(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (writer != null) {
            throw new IllegalStateException("getWriter() has been called");
        }
        streamTaken = true;
        return out;
    }

    @Override
    public void flushBuffer() throws IOException {
        out.flush();
    }

    /* The specification: clears the buffer, leaves cookies and other headers unmodified. */
    @Override
    public void sendError(int newStatus) {
        requireUncommitted();
        bytes.reset();
        status = newStatus;
        committed = true;
    }

    @Override
    public void sendError(int newStatus, String message) {
        sendError(newStatus);
    }

    @Override
    public void sendRedirect(String location) {
        setHeader("Location", location);
        sendError(302);
    }

    @Override
    public void reset() {
        requireUncommitted();
        if (refusingReset) {
            throw new IllegalStateException("No reset here");
        }
        headers.clear();
        bytes.reset();
        status = 200;
        writer = null;
        streamTaken = false;
    }

    @Override
    public void resetBuffer() {
        requireUncommitted();
        bytes.reset();
    }

    private void requireUncommitted() {
        if (committed) {
            throw new IllegalStateException("The response is committed");
        }
    }

    private final class Out extends ServletOutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            beforeEachWrite.run();
            if (broken) {
                throw new IOException("Broken pipe");
            }
            events.add("write");
            bytes.write(source, offset, length);
        }

        @Override
        public void flush() throws IOException {
            beforeEachWrite.run();
            if (broken) {
                throw new IOException("Broken pipe");
            }
            events.add("flush");
            committed = true;
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            writeListener = listener;
        }
    }
}
