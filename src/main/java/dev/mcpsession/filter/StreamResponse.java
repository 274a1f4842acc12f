package dev.mcpsession.filter;

import dev.mcpsession.engine.SessionStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The response to a GET of a live session, which may be an event stream: its headers leave at once, and it can be
 * closed from outside when the session ends.
 *
 * <p>Headers: some clients wait for them before they go on, while endpoints first write when there is something to say.
 * An SSE comment and a flush send them on every server; a bare flush does not.
 *
 * <p>Closing: writes are counted. While one is in progress, perhaps stuck on a client that does not read, the stream
 * cannot be closed without waiting for it, because endpoints lock around writes and some containers call them back from
 * {@code complete()}: then the writer closes it with its next flush, if it ever gets there. Once closed, every write
 * fails as on a connection that is gone.
 */
final class StreamResponse extends SessionResponse implements SessionStream {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String COMMENT = ":\n\n";
    private static final int CLOSED = -1;

    /** Writes in progress, or {@link #CLOSED}. */
    private final AtomicInteger writes = new AtomicInteger();

    private volatile boolean closeWanted;
    private volatile boolean chainHasReturned;
    private boolean greeted;

    StreamResponse(HttpServletResponse raw, SessionIdPolicy answer) {
        super(raw, answer);
    }

    /* Until now a completion would only have pulled the context from under the endpoint's feet. */
    @Override
    void chainReturned() {
        chainHasReturned = true;
        if (writes.get() == CLOSED) {
            tryClose();
        }
    }

    @Override
    public boolean tryClose() {
        closeWanted = true;
        if (!writes.compareAndSet(0, CLOSED) && writes.get() != CLOSED) {
            return false;
        }
        TrackingAsyncContext context = startedAsync();
        if (context != null && chainHasReturned) {
            complete(context);
        }
        return true;
    }

    private static void complete(TrackingAsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has ended it already, and said nothing: some do when the client has gone.
            return;
        }
    }

    @Override
    boolean beforeWrite() throws IOException {
        int seen;
        do {
            seen = writes.get();
            if (seen == CLOSED) {
                throw new IOException("The MCP session of this stream has ended");
            }
        } while (!writes.compareAndSet(seen, seen + 1));
        boolean proceed = false;
        try {
            proceed = super.beforeWrite();
        } finally {
            if (!proceed) {
                afterWrite();
            }
        }
        return proceed;
    }

    @Override
    void afterWrite() {
        writes.decrementAndGet();
    }

    /* Somebody has come to close this in the middle of an event. */
    @Override
    void afterFlush() {
        if (closeWanted) {
            tryClose();
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter taken = super.getWriter();
        greet();
        return taken;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream taken = super.getOutputStream();
        greet();
        return taken;
    }

    @Override
    public void setContentType(@Nullable String type) {
        super.setContentType(type);
        greet();
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, value);
        greet();
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, value);
        greet();
    }

    /* As soon as the endpoint has both said what it sends and taken the means to send it; before that nothing may be written. */
    private void greet() {
        PrintWriter writer = takenWriter();
        ServletOutputStream stream = takenStream();
        boolean ready = !greeted && (writer != null || stream != null);
        if (!ready || !isEventStream() || isCommitted() || getStatus() != SC_OK) {
            return;
        }
        greeted = true;
        if (writer != null) {
            writer.write(COMMENT);
            writer.flush();
        } else if (stream != null) {
            greet(stream);
        }
    }

    private static void greet(ServletOutputStream stream) {
        try {
            stream.write(COMMENT.getBytes(StandardCharsets.US_ASCII));
            stream.flush();
            // Open Liberty does not heed the first flush.
            stream.flush();
        } catch (IOException e) {
            // Nobody is there. The endpoint learns it from its own first write.
            return;
        }
    }

    private boolean isEventStream() {
        String type = getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM);
    }
}
