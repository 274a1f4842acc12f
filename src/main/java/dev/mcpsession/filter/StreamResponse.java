package dev.mcpsession.filter;

import dev.mcpsession.engine.SessionStream;
import dev.mcpsession.engine.StreamKeepAlive;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The response to a GET of a live session, which may be an event stream: besides taking comments, its headers leave at
 * once, and it can be closed from outside when the session ends.
 *
 * <p>Headers: some clients wait for them before they go on, while endpoints first write when there is an event. A
 * greeting, an SSE comment and a flush, sends them on every server; a bare flush does not.
 *
 * <p>Closing: while a write is in progress, perhaps blocked by a client that does not read, the stream cannot be closed
 * without waiting for it, because endpoints lock around writes and some containers call them back from
 * {@code complete()}: then the writing thread closes it with its next flush, or with the end of its comment. Once
 * closed, every write fails as on a connection that is gone.
 */
final class StreamResponse extends EventStreamResponse implements SessionStream {

    /**
     * Clients of the TypeScript SDK try twice, after this many milliseconds each: without it after one second and two
     * and a half, when most servers are not back.
     */
    private static final String RETRY = "retry: 5000\n\n";

    private final StreamGate gate;
    private final String greetingText;
    private volatile boolean closeWanted;
    private final ReentrantLock greeting = new ReentrantLock();
    private volatile boolean greetingDecided;
    private @Nullable ServletOutputStream greetedThrough;
    private @Nullable PrintWriter greetedWriter;

    /**
     * Wraps a response.
     *
     * @param resumable whether the session outlives the stream where the server restarts: the client is then told to
     *     come back after a time in which a server can restart
     */
    StreamResponse(HttpServletResponse raw, SessionIdPolicy policy, StreamKeepAlive keepAlive, boolean resumable) {
        super(raw, policy, keepAlive);
        greetingText = resumable ? RETRY : COMMENT;
        gate = openGate();
    }

    /* Before this, a completion would have ended the response while the endpoint still prepares it. */
    @Override
    void chainReturned() {
        super.chainReturned();
        if (gate.isClosed()) {
            tryClose();
        } else {
            greetIfPrepared();
        }
    }

    /* An endpoint that prepares the response on another thread may do so after the chain has returned. */
    private void greetIfPrepared() {
        if (hasChainReturned() && startedAsync() != null && isGreetable()) {
            decideGreeting();
        }
    }

    @Override
    public boolean tryClose() {
        closeWanted = true;
        if (!gate.tryClose()) {
            return false;
        }
        TrackingAsyncContext context = startedAsync();
        if (context != null && hasChainReturned()) {
            context.tryComplete();
        }
        return true;
    }

    @Override
    void write(Write write) throws IOException {
        decideGreeting();
        super.write(write);
    }

    /* The session has ended during this write. Not with the lock held: a completion may call the endpoint. */
    @Override
    void afterFlush() {
        if (closeWanted && !greeting.isHeldByCurrentThread()) {
            tryClose();
        }
    }

    @Override
    void afterComment() {
        if (closeWanted) {
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
        return takesComments() && !isCommitted();
    }

    private void greet() {
        TrackingWriter writer = takenWriter();
        if (writer != null) {
            writer.write(greetingText);
            writer.flush();
            return;
        }
        try {
            boolean takenByEndpoint = takenStream() != null;
            ServletOutputStream stream = super.getOutputStream();
            if (!takenByEndpoint) {
                greetedThrough = stream;
            }
            stream.write(greetingText.getBytes(StandardCharsets.US_ASCII));
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
