package dev.mcpsession.filter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mcpsession.engine.EventStream;
import dev.mcpsession.engine.StreamKeepAlive;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request of a live session, which may be an event stream: then comments are written on it between
 * its events, from when the endpoint has taken its writer or stream until the response ends.
 *
 * <p>A response that the endpoint has not begun to write is committed by its first comment. That comes after a whole
 * period at the earliest: until then the endpoint may answer with another status.
 */
class EventStreamResponse extends GatedResponse implements EventStream {

    /** A comment that says nothing, and the blank line that keeps it apart from the next event. */
    static final String COMMENT = ":\n\n";

    private final StreamKeepAlive keepAlive;
    private volatile boolean chainHasReturned;
    private volatile boolean chainHasFailed;
    private volatile boolean periodHasPassed;
    private volatile boolean lengthIsDeclared;

    @GuardedBy("this")
    private boolean ended;

    EventStreamResponse(HttpServletResponse raw, SessionIdPolicy policy, StreamKeepAlive keepAlive) {
        super(raw, policy);
        this.keepAlive = keepAlive;
    }

    @Override
    void chainReturned() {
        chainHasReturned = true;
    }

    @Override
    final void chainFailed() {
        chainHasFailed = true;
        end();
    }

    final boolean hasChainReturned() {
        return chainHasReturned;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter writer = super.getWriter();
        if (isEventStream()) {
            eventStreamFound();
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream stream = super.getOutputStream();
        if (isEventStream()) {
            eventStreamFound();
        }
        return stream;
    }

    /* Either this sees that the response has ended, or the end sees the gate. */
    @Override
    final synchronized void eventStreamFound() {
        if (ended || !keepAlive.isEnabled()) {
            return;
        }
        if (gate() == null) {
            openGate();
        }
        keepAlive.add(this);
    }

    /** Whether what the endpoint has declared is an event stream that a comment may be written on. */
    final boolean takesComments() {
        return isEventStream()
                && getStatus() == SC_OK
                && !containsHeader("Content-Encoding")
                && !lengthIsDeclared
                && !containsHeader("Content-Length");
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    /* Containers need not show as a header what is set here. */
    @Override
    public void setContentLengthLong(long length) {
        super.setContentLengthLong(length);
        lengthIsDeclared = length >= 0;
    }

    @Override
    public void reset() {
        super.reset();
        lengthIsDeclared = false;
    }

    @Override
    public final CommentResult writeComment() {
        StreamGate gate = gate();
        if (gate == null) {
            return CommentResult.SKIPPED;
        }
        CommentResult result = gate.comment(this::writeCommentAlone);
        if (result == CommentResult.FAILED) {
            writeFailed();
        } else {
            afterComment();
        }
        return result;
    }

    private CommentResult writeCommentAlone() {
        try {
            if (!takesComments() || isWithinFirstPeriod()) {
                return CommentResult.SKIPPED;
            }
            commitHeaders();
            return writeCommentToOutput() ? CommentResult.SENT : CommentResult.SKIPPED;
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions are those of a container that has ended the response without a callback.
            endComments();
            return CommentResult.FAILED;
        }
    }

    private boolean isWithinFirstPeriod() {
        boolean within = !periodHasPassed && !isCommitted();
        periodHasPassed = true;
        return within;
    }

    private boolean writeCommentToOutput() throws IOException {
        TrackingWriter writer = takenWriter();
        if (writer != null) {
            return writer.comment(COMMENT);
        }
        TrackingOutputStream stream = takenStream();
        return stream != null && stream.comment(COMMENT);
    }

    /** Called on a writer thread when it has given up the gate. */
    void afterComment() {}

    /* While the endpoint still prepares the response, a completion would end that. */
    @Override
    public final boolean endAfterFailure() {
        if (chainHasFailed || !chainHasReturned) {
            return chainHasFailed;
        }
        TrackingAsyncContext context = startedAsync();
        return context == null || context.endAfterFailure();
    }

    /** No further comment. Does not wait for one in progress. */
    private @Nullable StreamGate endComments() {
        StreamGate gate;
        synchronized (this) {
            ended = true;
            gate = gate();
        }
        if (gate != null) {
            gate.shut();
            keepAlive.remove(this);
        }
        return gate;
    }

    @Override
    final void end() {
        StreamGate gate = endComments();
        if (gate != null) {
            gate.awaitComment();
        }
    }

    @Override
    final boolean handOver(Runnable completion) {
        StreamGate gate = endComments();
        return gate != null && gate.handOver(completion);
    }

    @Override
    final void writeFailed() {
        endComments();
        super.writeFailed();
    }
}
