package dev.mcpsession.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that is kept alive, with as little as a load generator needs. Where the server has had enough
 * of it, the next request takes another. Not safe for use by many threads.
 */
final class Wire implements Closeable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final int port;
    private Socket socket;
    private InputStream in;
    private boolean last;

    Wire(int port) throws IOException {
        this.port = port;
        this.socket = connect(port);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A POST as it is sent. */
    static String post(int port, String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Sends a POST and reads its answer to the end. */
    Answer post(String path, String headers, String body) throws IOException {
        send(post(port, path, headers, body));
        Answer answer = head();
        body(answer);
        return answer;
    }

    /** Sends a GET and reads the head of the stream that is its answer. */
    Answer park(String path, String headers) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n" + headers
                + "\r\n");
        return head();
    }

    /** Vanishes as a client does whose machine is switched off: the peer gets a reset at most. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends as a process does that is killed: the peer gets no reset, because all that it has sent has been read. */
    void leave() throws IOException {
        in.skipNBytes(in.available());
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static Socket connect(int port) throws IOException {
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), port);
        connected.setTcpNoDelay(true);
        connected.setSoTimeout(TIMEOUT_MILLIS);
        return connected;
    }

    private void send(String text) throws IOException {
        if (last) {
            socket.close();
            socket = connect(port);
            in = new BufferedInputStream(socket.getInputStream());
            last = false;
        }
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Answer head() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        String session = null;
        long length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("mcp-session-id:")) {
                session = line.substring("mcp-session-id:".length()).strip();
            } else if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        line.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        return new Answer(status, session, length, chunked);
    }

    private void body(Answer answer) throws IOException {
        if (!answer.chunked()) {
            in.skipNBytes(Math.max(0, answer.length()));
            return;
        }
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            in.skipNBytes(size + 2L);
        }
        line();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The server has closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /**
     * The head of an answer.
     *
     * @param status the status
     * @param session the session id, or null
     * @param length of the body, or -1 where it is not told
     * @param chunked whether the body comes in chunks
     */
    record Answer(int status, @Nullable String session, long length, boolean chunked) {}
}
