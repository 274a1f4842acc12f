package dev.mcpsession.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A client that sends the next ping as soon as the last one is answered, on a connection that is kept alive. It never
 * waits: one thread can see to many, and takes little of the machine from the server. For one thread.
 */
final class Pinger implements Closeable {

    private static final int MOST_BYTES = 16 * 1024;
    private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
    private static final byte[] LAST_CHUNK = bytes("\r\n0\r\n\r\n");

    private final Selector selector;
    private final int port;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);
    private final Latencies latencies = new Latencies();
    private SocketChannel channel;
    private long sent;

    Pinger(Selector selector, int port, String path, String headers) throws IOException {
        this.selector = selector;
        this.port = port;
        this.request = ByteBuffer.wrap(bytes(Wire.post(port, path, headers, Messages.PING)));
        this.channel = connect();
    }

    /** How long its answered pings took. */
    Latencies latencies() {
        return latencies;
    }

    /** Sends one. */
    void send() throws IOException {
        answer.clear();
        sent = System.nanoTime();
        for (request.rewind(); request.hasRemaining(); ) {
            channel.write(request);
        }
    }

    /** Reads what has come, and sends the next one if that was the rest of an answer. */
    void proceed() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("The server has closed the connection");
        }
        int head = endOfHead();
        if (head < 0) {
            return;
        }
        String text = new String(answer.array(), 0, head, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        if (isComplete(text, head)) {
            latencies.add(System.nanoTime() - sent);
            if (!text.startsWith("http/1.1 200")) {
                throw new IllegalStateException("Answered " + text);
            }
            if (text.contains("\r\nconnection: close\r\n")) {
                channel.close();
                channel = connect();
            }
            send();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel connected = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connected.configureBlocking(false);
        connected.register(selector, SelectionKey.OP_READ, this);
        return connected;
    }

    /* After its empty line; -1 while there is none. */
    private int endOfHead() {
        for (int end = END_OF_HEAD.length; end <= answer.position(); end++) {
            if (endsAt(end, END_OF_HEAD)) {
                return end;
            }
        }
        return -1;
    }

    private boolean isComplete(String head, int body) {
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return endsAt(answer.position(), LAST_CHUNK);
        }
        int value = head.indexOf(':', at) + 1;
        int length = Integer.parseInt(
                head.substring(value, head.indexOf('\r', value)).strip());
        return answer.position() == body + length;
    }

    private boolean endsAt(int end, byte[] expected) {
        return end >= expected.length
                && Arrays.equals(answer.array(), end - expected.length, end, expected, 0, expected.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
