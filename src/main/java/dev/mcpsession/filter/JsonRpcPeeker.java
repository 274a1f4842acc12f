package dev.mcpsession.filter;

import dev.mcpsession.engine.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of a request that names no live session, whole, for the {@link JsonRpcParser} to see whether it is an
 * {@code initialize}.
 *
 * <p>Safe for use by many threads.
 */
final class JsonRpcPeeker {

    /** {@code initialize} is normally under 4 KiB; icons in it may be {@code data:} URIs. */
    static final int LONGEST_BODY = 256 * 1024;

    /** A body that is being read occupies a request thread: half of those that WildFly has on two processors. */
    static final int MAX_BODIES = 16;

    /** A client that sends an {@code initialize} sends it at once. */
    private static final long MAX_READ_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int CHUNK = 8 * 1024;

    private final JsonRpcParser parser = new JsonRpcParser();
    private final TimeSource time;
    private final Semaphore places = new Semaphore(MAX_BODIES);

    JsonRpcPeeker(TimeSource time) {
        this.time = time;
    }

    /**
     * Consumes the body. A result is always returned, whatever was sent and however the connection ended.
     *
     * <p>A body that has not arrived yet takes one of {@value #MAX_BODIES} places while it is read, so that clients
     * that send slowly leave request threads to live sessions. One that has arrived takes none, so that they do not
     * refuse other clients.
     */
    JsonRpcPeek read(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (isAnnouncedTooLarge(request)) {
            return JsonRpcPeek.tooLarge();
        }
        try {
            InputStream stream = request.getInputStream();
            if (length >= 0 && stream.available() >= length) {
                return read(stream, request);
            }
            if (!places.tryAcquire()) {
                return JsonRpcPeek.tooMany();
            }
            try {
                return read(stream, request);
            } finally {
                places.release();
            }
        } catch (IOException | IllegalStateException e) {
            // It did not arrive whole, or a filter before this one has taken it.
            return JsonRpcPeek.incomplete();
        }
    }

    /** Whether a body is longer than the filter reads by what its request says; nothing of it is then read. */
    static boolean isAnnouncedTooLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > LONGEST_BODY;
    }

    /* A read that blocks is bounded by the server's own timeout; the time in all is bounded here. */
    private JsonRpcPeek read(InputStream stream, HttpServletRequest request) throws IOException {
        long start = time.nanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int count;
        while ((count = stream.read(chunk, 0, Math.min(CHUNK, LONGEST_BODY + 1 - body.size()))) > 0) {
            body.write(chunk, 0, count);
            if (time.nanos() - start >= MAX_READ_NANOS) {
                return JsonRpcPeek.tooSlow();
            }
        }
        if (body.size() > LONGEST_BODY) {
            return JsonRpcPeek.tooLarge();
        }
        if (body.size() < request.getContentLengthLong()) {
            return JsonRpcPeek.incomplete();
        }
        return parser.parse(body.toByteArray(), isPlainUtf8(request));
    }

    private static boolean isPlainUtf8(HttpServletRequest request) {
        if (Collections.list(request.getHeaders("Content-Encoding")).stream().anyMatch(coding -> !coding.isBlank())) {
            return false;
        }
        if (!ContentType.leavesOnlyUtf8(request)) {
            return false;
        }
        // An application may have set another one for all of its requests.
        String encoding = request.getCharacterEncoding();
        try {
            return encoding == null || Charset.forName(encoding).equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
