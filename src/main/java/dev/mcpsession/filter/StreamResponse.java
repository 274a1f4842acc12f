package dev.mcpsession.filter;

import dev.mcpsession.engine.SessionStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The response to a GET of a live session, which may be an event stream: its headers leave at once, and it can be
 * closed from outside when the session ends.
 *
 * <p>Headers: some clients wait for them before they go on, while endpoints first write when there is an event. A
 * greeting, an SSE comment and a flush, sends them on every server; a bare flush does not.
 *
 * <p>Closing: writes are counted. While one is in progress, perhaps stuck on a client that does not read, the stream
 * cannot be closed without waiting for it, because endpoints lock around writes and some containers call them back from
 * {@code complete()}: then the writer closes it with its next flush, if it ever gets there. Once closed, every write
 * fails as on a connection that is gone.
 */
final class StreamResponse extends SessionResponse implements SessionStream {

    private static final String COMMENT = ":\n\n";
    private static final int CLOSED = -1;

    /** Writes in progress, or {@link #CLOSED}. */
    private final AtomicInteger writes = new AtomicInteger();

    private volatile boolean closeWanted;
    private volatile boolean chainHasReturned;
    private final ReentrantLock greeting = new ReentrantLock();
    private volatile boolean greetingDecided;
    private @Nullable ServletOutputStream greetedThrough;
    private @Nullable PrintWriter greetedWriter;

    StreamResponse(HttpServletResponse raw, SessionIdPolicy answer) {
        super(raw, answer);
    }

    /* Before this, a completion would have ended the response while the endpoint still prepares it. */
    @Override
    void chainReturned() {
        chainHasReturned = true;
        if (writes.get() == CLOSED) {
            tryClose();
        } else {
            greetIfPrepared();
        }
    }

    /* An endpoint that prepares the response on another thread may do so after the chain has returned. */
    private void greetIfPrepared() {
        if (chainHasReturned && startedAsync() != null && isGreetable()) {
            decideGreeting();
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
        } catch (RuntimeException e) {
            // The container has ended it already, and said nothing: some do when the client has gone. Or it stops, and
            // has no thread for this any more. Other streams are to be closed all the same.
            return;
        }
    }

    @Override
    boolean beforeWrite() throws IOException {
        decideGreeting();
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

    /* The session has ended during this write. Not with the lock held: a completion may call the endpoint. */
    @Override
    void afterFlush() {
        if (closeWanted && !greeting.isHeldByCurrentThread()) {
            tryClose();
        }
    }

    /* After that only writes that the container is ready for are allowed. */
    @Override
    void beforeWriteListener() {
        decideGreeting();
    }

    @Override
    public void flushBuffer() throws IOException {
        decideGreeting();
        super.flushBuffer();
    }

    /* Where the greeting has taken the stream the container gives no writer: then one that writes to that. */
    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter writer = takeWriter();
        greetIfPrepared();
        return writer;
    }

    private PrintWriter takeWriter() throws IOException {
        greeting.lock();
        try {
            ServletOutputStream taken = greetedThrough;
            if (taken == null) {
                return super.getWriter();
            }
            if (greetedWriter == null) {
                greetedWriter = new PrintWriter(new OutputStreamWriter(taken, charset()));
            }
            return greetedWriter;
        } finally {
            greeting.unlock();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream stream = takeOutputStream();
        greetIfPrepared();
        return stream;
    }

    private ServletOutputStream takeOutputStream() throws IOException {
        greeting.lock();
        try {
            return super.getOutputStream();
        } finally {
            greeting.unlock();
        }
    }

    /**
     * Greets, if there is anything to greet, once: when the chain of an asynchronous response has returned, after that
     * when the endpoint takes the writer or the stream, or before the endpoint's first write, whichever comes first.
     * Not earlier, because the greeting commits status and headers. A first write on another thread waits for a
     * greeting in progress.
     */
    private void decideGreeting() {
        if (greetingDecided || greeting.isHeldByCurrentThread()) {
            return;
        }
        greeting.lock();
        try {
            if (!greetingDecided && isGreetable()) {
                greet();
            }
            greetingDecided = true;
        } finally {
            greeting.unlock();
        }
        if (closeWanted) {
            tryClose();
        }
    }

    private boolean isGreetable() {
        return isEventStream() && !isCommitted() && getStatus() == SC_OK && !containsHeader("Content-Encoding");
    }

    private void greet() {
        PrintWriter writer = takenWriter();
        if (writer != null) {
            writer.write(COMMENT);
            writer.flush();
            return;
        }
        try {
            boolean takenByEndpoint = takenStream() != null;
            ServletOutputStream stream = super.getOutputStream();
            if (!takenByEndpoint) {
                greetedThrough = stream;
            }
            stream.write(COMMENT.getBytes(StandardCharsets.US_ASCII));
            stream.flush();
            // Open Liberty does not heed the first flush.
            stream.flush();
        } catch (IOException | IllegalStateException e) {
            // The client or the stream is gone. The endpoint learns it from its own first write.
            return;
        }
    }

    /* Event streams are UTF-8; what a container assumes where nothing is said is not. */
    private Charset charset() {
        String type = getContentType();
        boolean declared = type != null && type.toLowerCase(Locale.ROOT).contains("charset=");
        return declared ? Charset.forName(getCharacterEncoding()) : StandardCharsets.UTF_8;
    }
}
