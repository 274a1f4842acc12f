package dev.mcpsession.it.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer whose head has been read, and whose body is read as it comes. */
public final class EventStream implements Closeable {

    private static final String COMMENT = ":\n\n";

    private final RawHttp http;
    private final HttpAnswer head;
    private final InputStream body;

    EventStream(RawHttp http, HttpAnswer head, InputStream body) {
        this.http = http;
        this.head = head;
        this.body = body;
    }

    /** Status and headers. */
    public HttpAnswer head() {
        return head;
    }

    /** The next bytes, which must come in time. */
    public String bytes(int count, Duration time) throws IOException {
        http.within(time);
        return new String(body.readNBytes(count), StandardCharsets.UTF_8);
    }

    /** The data of the next event, or null where the stream has ended as it should. Comments are passed over. */
    public @Nullable String event(Duration time) throws IOException {
        http.within(time);
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                return data.toString();
            }
        }
        return null;
    }

    /** Reads to the end as {@link #toEnd(Duration)}, and leaves out the comments that keep a stream open. */
    public String eventsToEnd(Duration time) throws IOException {
        return toEnd(time).replace(COMMENT, "");
    }

    /** Reads to the end, which must come in time and be a proper one: the last chunk, not a broken connection. */
    public String toEnd(Duration time) throws IOException {
        http.within(time);
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Whether nothing arrives for that long, neither the end nor a byte but of the comments that keep a stream open.
     * This is the one place where a test waits for nothing.
     */
    public boolean staysQuietFor(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        StringBuilder arrived = new StringBuilder();
        for (long left = time.toMillis();
                left > 0;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            http.within(Duration.ofMillis(left));
            try {
                int c = body.read();
                if (c < 0) {
                    return false;
                }
                arrived.append((char) c);
            } catch (SocketTimeoutException e) {
                break;
            }
        }
        return arrived.toString().replace(COMMENT, "").isEmpty();
    }

    /** Vanishes: the peer gets a reset. */
    public void abort() throws IOException {
        http.abort();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = body.read();
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = body.read();
        }
        return c < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }
}
