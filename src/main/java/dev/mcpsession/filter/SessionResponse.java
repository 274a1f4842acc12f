package dev.mcpsession.filter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The response as the endpoint sees it: everything passes at once and unbuffered, except that a session id set by the
 * endpoint is kept back until the response is about to be committed, when {@link SessionIdPolicy} says which one
 * leaves.
 *
 * <p>Like every response it is used by one thread at a time; only {@link #commitHeaders()} may be called beside the
 * endpoint.
 */
class SessionResponse extends HttpServletResponseWrapper {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String NO_BUFFERING = "X-Accel-Buffering";

    /** How far the session id of the response has come. */
    private enum IdState {
        UNDECIDED,
        DECIDING,
        WRITTEN
    }

    private final SessionIdPolicy policy;

    /**
     * The id that the endpoint sees: until the header is written the one that it has named, then the one that leaves.
     */
    private volatile @Nullable String sessionId;

    private volatile IdState idState = IdState.UNDECIDED;
    private volatile boolean discarding;
    private volatile boolean clientHasGone;
    private volatile @Nullable TrackingAsyncContext async;

    /** The id that the policy has decided for {@link #decidedStatus}, or null. */
    @GuardedBy("this")
    private @Nullable String decidedId;

    private int decidedStatus;
    private volatile @Nullable TrackingWriter writer;
    private volatile @Nullable TrackingOutputStream stream;

    SessionResponse(HttpServletResponse raw, SessionIdPolicy policy) {
        super(raw);
        this.policy = policy;
    }

    /** The last moment to set a header: called before each way of committing. */
    final void commitHeaders() throws IOException {
        if (idState != IdState.WRITTEN) {
            writeSessionId(getStatus());
        }
    }

    /*
     * The policy is asked until it has decided on an id, and that leaves only with the status that it was decided for: until
     * the response is committed, the endpoint may change the status.
     */
    private synchronized void writeSessionId(int status) throws IOException {
        if (idState == IdState.WRITTEN) {
            return;
        }
        if (decidedId == null && idState == IdState.UNDECIDED) {
            idState = IdState.DECIDING;
            decidedStatus = status;
            decidedId = policy.sessionId(this, status, sessionId);
            idState = IdState.UNDECIDED;
        }
        sessionId = status == decidedStatus ? decidedId : null;
        if (sessionId != null) {
            super.setHeader(McpHeaders.SESSION_ID, sessionId);
        } else if (super.containsHeader(McpHeaders.SESSION_ID)) {
            // No API removes one header. A blank one counts as none.
            super.setHeader(McpHeaders.SESSION_ID, "");
        }
        if (isEventStream()) {
            eventStreamFound();
            if (!super.containsHeader(NO_BUFFERING)) {
                // Proxies, nginx first of all, hold an event stream back otherwise.
                super.setHeader(NO_BUFFERING, "no");
            }
        }
        // Within an include no header can be set: then once more after it, unless by then it is too late.
        boolean missing = sessionId != null && !super.containsHeader(McpHeaders.SESSION_ID);
        if (!missing || isCommitted()) {
            idState = IdState.WRITTEN;
        }
        if (missing && idState == IdState.WRITTEN) {
            sessionId = null;
        }
    }

    /** Whether the response leaves with a session id. */
    final boolean carriesSessionId() {
        return idState == IdState.WRITTEN && sessionId != null;
    }

    /** The id that the endpoint has named and that is not decided on yet, or null. */
    final @Nullable String undecidedId() {
        return idState == IdState.WRITTEN ? null : sessionId;
    }

    private void writeErrorSessionId(int status) throws IOException {
        if (status != decidedStatus) {
            withdraw();
        }
        writeSessionId(status);
    }

    /**
     * Takes the id back, and with it what is buffered, where an error page is about to take its place. Some containers
     * have set the status of that before the exception comes by.
     */
    final void withdraw() {
        if (isCommitted() || !super.containsHeader(McpHeaders.SESSION_ID)) {
            return;
        }
        int status = getStatus();
        Map<String, Collection<String>> others = new LinkedHashMap<>();
        for (String name : super.getHeaderNames()) {
            if (!isSessionId(name)) {
                others.put(name, List.copyOf(super.getHeaders(name)));
            }
        }
        reset();
        super.setStatus(status);
        others.forEach((name, values) -> values.forEach(value -> super.addHeader(name, value)));
    }

    /**
     * Answers in the endpoint's place; what it writes from now on is thrown away. Only before the response is
     * committed.
     */
    final void refuse(ErrorResponse error) throws IOException {
        discarding = true;
        HttpServletResponse raw = (HttpServletResponse) getResponse();
        raw.reset();
        error.writeTo(raw);
        raw.flushBuffer();
    }

    /** A write of the endpoint to the container's writer or stream. */
    interface Write {
        void run() throws IOException;
    }

    /**
     * Runs a write, unless what the endpoint writes is thrown away.
     *
     * @throws IOException if the write fails, or there is nothing to write to any more
     */
    void write(Write write) throws IOException {
        commitAndRun(write);
    }

    private void commitAndRun(Write write) throws IOException {
        commitHeaders();
        if (discarding) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            writeFailed();
            throw e;
        }
    }

    /**
     * Begins a use of the response by the endpoint, which no comment may coincide with. Waits for a comment in
     * progress.
     *
     * @return whether {@link #leave()} is to follow
     */
    boolean enter() {
        return false;
    }

    /** Ends a use of the response. */
    void leave() {}

    /** Called when the response has turned out to be an event stream, before anything of it leaves. */
    void eventStreamFound() {}

    /**
     * Called before the container takes the response back, and before the endpoint closes its output: no comment is
     * written from now on, and none is in progress when this returns.
     */
    void end() {}

    /**
     * Called in place of {@link #end()} where the endpoint completes the response: the completion does not wait for a
     * comment in progress.
     *
     * @return whether the thread that writes the comment runs the completion after it
     */
    boolean handOver(Runnable completion) {
        return false;
    }

    /** Called by the writer and the stream after each flush. */
    void afterFlush() {}

    /** Called by the stream before the endpoint goes on with non-blocking writes. */
    void beforeWriteListener() {}

    /**
     * Called by the writer and the stream where the container could not write: the client has gone. Some endpoints
     * leave it at that without completing, and some containers make no callback.
     */
    void writeFailed() {
        clientHasGone = true;
        TrackingAsyncContext context = async;
        if (context != null) {
            context.abandoned();
        }
    }

    /** Called when the endpoint has started asynchronous processing. */
    final void startedAsync(TrackingAsyncContext context) {
        async = context;
        if (clientHasGone) {
            context.abandoned();
        }
    }

    /** The last asynchronous processing that the endpoint has started, or null. */
    final @Nullable TrackingAsyncContext startedAsync() {
        return async;
    }

    /** Called on the thread of the request when the chain has returned. */
    void chainReturned() {}

    /**
     * Called on the thread of the request when the chain has thrown: the container ends what the endpoint has started.
     */
    void chainFailed() {}

    /** The writer that the endpoint has taken, or null. */
    final @Nullable TrackingWriter takenWriter() {
        return writer;
    }

    /** The stream that the endpoint has taken, or null. */
    final @Nullable TrackingOutputStream takenStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        TrackingWriter taken = writer;
        if (taken == null) {
            taken = new TrackingWriter(super.getWriter(), this);
            writer = taken;
        }
        return taken;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        TrackingOutputStream taken = stream;
        if (taken == null) {
            taken = new TrackingOutputStream(super.getOutputStream(), this);
            stream = taken;
        }
        return taken;
    }

    @Override
    public void flushBuffer() throws IOException {
        commitAndRun(super::flushBuffer);
    }

    @Override
    public void setStatus(int status) {
        super.setStatus(status);
        if (idState == IdState.WRITTEN && status != decidedStatus && !isCommitted()) {
            idState = IdState.UNDECIDED;
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        writeErrorSessionId(status);
        if (!discarding) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        writeErrorSessionId(status);
        if (!discarding) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        writeErrorSessionId(SC_FOUND);
        if (!discarding) {
            super.sendRedirect(location);
        }
    }

    /* Servlet 6.1 adds three forms. Those of its wrapper would go past this response, and Servlet 6.0 has none to call. */

    /** As {@code sendRedirect(location, status, true)} of Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** As {@code sendRedirect(location, 302, clearBuffer)} of Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    /**
     * As in Servlet 6.1: sends a redirect with the given status, and with what is in the buffer unless it is cleared.
     */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        writeErrorSessionId(status);
        if (discarding) {
            return;
        }
        if (clearBuffer) {
            super.resetBuffer();
        }
        setStatus(status);
        super.setHeader("Location", location);
        flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        sessionId = null;
        idState = IdState.UNDECIDED;
        writer = null;
        stream = null;
    }

    @Override
    public void setHeader(String name, String value) {
        if (isSessionId(name)) {
            name(value);
        } else {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (isSessionId(name)) {
            name(value);
        } else {
            super.addHeader(name, value);
        }
    }

    @Override
    public boolean containsHeader(String name) {
        return isSessionId(name) ? sessionId != null : super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isSessionId(name) ? sessionId : super.getHeader(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        if (!isSessionId(name)) {
            return super.getHeaders(name);
        }
        String id = sessionId;
        return id == null ? List.of() : List.of(id);
    }

    @Override
    public Collection<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>(super.getHeaderNames());
        names.removeIf(SessionResponse::isSessionId);
        if (sessionId != null) {
            names.add(McpHeaders.SESSION_ID);
        }
        return new ArrayList<>(names);
    }

    /* Ignored once the id has been written; a later value would be sent twice or be unknown to the registry. */
    private void name(@Nullable String id) {
        if (idState != IdState.WRITTEN) {
            sessionId = id;
        }
    }

    /** Whether the endpoint has declared the response an event stream. */
    final boolean isEventStream() {
        String type = getContentType();
        return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    private static boolean isSessionId(String name) {
        return McpHeaders.SESSION_ID.equalsIgnoreCase(name);
    }
}
