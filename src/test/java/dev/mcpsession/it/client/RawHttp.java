package dev.mcpsession.it.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One HTTP/1.1 connection that sends what it is told, byte for byte, and reads answers as they come. No client library
 * lets a test send what is wrong, or see when a byte arrives.
 */
public final class RawHttp implements Closeable {

    /** How long an answer may take where a test does not say otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI base;
    private final Socket socket;
    private final InputStream in;
    private String lastMethod = "";

    private RawHttp(URI base) throws IOException {
        this.base = base;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        within(PATIENCE);
    }

    static RawHttp connect(URI base) throws IOException {
        return new RawHttp(base);
    }

    /** One request on a connection of its own. */
    static HttpAnswer exchange(URI base, RawRequest request) throws IOException {
        try (RawHttp http = connect(base)) {
            return http.send(request).answer();
        }
    }

    /** Sends a whole request. */
    public RawHttp send(RawRequest request) throws IOException {
        byte[] head = request.head(base);
        byte[] content = request.content();
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + content.length);
        all.writeBytes(head);
        all.writeBytes(content);
        lastMethod = request.method();
        try {
            return send(all.toByteArray());
        } catch (SocketException e) {
            // A server may answer, and close, before it has read all. Without an answer, to read it fails.
            return this;
        }
    }

    /** Sends the head of a request, and nothing of its body. */
    public RawHttp sendHead(RawRequest request) throws IOException {
        lastMethod = request.method();
        return send(request.head(base));
    }

    public RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Bounds each read from now on. */
    public RawHttp within(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        return this;
    }

    /** Whether some of an answer has arrived. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Reads one answer to its end. */
    public HttpAnswer answer() throws IOException {
        HttpAnswer head = head();
        byte[] content = body(head).readAllBytes();
        return new HttpAnswer(head.status(), head.headers(), new String(content, StandardCharsets.UTF_8));
    }

    /** Reads the head of an answer, and leaves the body to be read as it comes. */
    public EventStream stream() throws IOException {
        HttpAnswer head = head();
        return new EventStream(this, head, body(head));
    }

    /** Says that nothing more will be sent, and goes on listening. */
    public void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Vanishes: the peer gets a reset. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private HttpAnswer head() throws IOException {
        String statusLine = line();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        HttpAnswer answer = new HttpAnswer(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, "");
        answer.headers(HttpAnswer.SESSION_ID).forEach(SecretsRecorder::sawSessionId);
        return answer;
    }

    private InputStream body(HttpAnswer head) {
        boolean none = lastMethod.equals("HEAD") || head.status() < 200 || head.status() == 204 || head.status() == 304;
        if (none) {
            return InputStream.nullInputStream();
        }
        if ("chunked".equalsIgnoreCase(head.header("Transfer-Encoding"))) {
            return new Chunks();
        }
        String length = head.header("Content-Length");
        return length == null ? in : new Counted(Long.parseLong(length));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Connection closed in or before a line: '" + line + "'");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** A body that is read byte by byte, so that what has come is never kept back by waiting for more. */
    private abstract static class Body extends InputStream {

        abstract int next() throws IOException;

        @Override
        public final int read() throws IOException {
            return next();
        }

        @Override
        public final int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int c = next();
            if (c < 0) {
                return -1;
            }
            buffer[offset] = (byte) c;
            return 1;
        }
    }

    /** A body of known length; one that breaks off is an error. */
    private final class Counted extends Body {

        private long left;

        Counted(long length) {
            left = length;
        }

        @Override
        int next() throws IOException {
            if (left == 0) {
                return -1;
            }
            int c = in.read();
            if (c < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            left--;
            return c;
        }
    }

    /** A body in chunks; its end is the last chunk, and a connection that just closes is an error. */
    private final class Chunks extends Body {

        private int left;
        private boolean chunkEndsHere;
        private boolean over;

        @Override
        int next() throws IOException {
            if (!over && left == 0) {
                // Jetty ends the line of a chunk with the next one.
                if (chunkEndsHere) {
                    line();
                    chunkEndsHere = false;
                }
                left = Integer.parseInt(line().replaceAll(";.*", "").strip(), 16);
                over = left == 0;
                if (over) {
                    line();
                }
            }
            if (over) {
                return -1;
            }
            int c = in.read();
            if (c < 0) {
                throw new EOFException("Connection closed inside a chunk");
            }
            left--;
            chunkEndsHere = left == 0;
            return c;
        }
    }
}
