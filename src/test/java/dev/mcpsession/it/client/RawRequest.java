package dev.mcpsession.it.client;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, spelled out: nothing is added but {@code Host} and the framing of the body, and both can be
 * overridden.
 */
public final class RawRequest {

    private final String method;
    private final String path;
    private final List<String> lines = new ArrayList<>();
    private byte @Nullable [] body;
    private boolean chunked;

    private RawRequest(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static RawRequest of(String method, String path) {
        return new RawRequest(method, path);
    }

    /** A POST with the headers that every MCP client sends. */
    public static RawRequest post(String path, String body) {
        return of("POST", path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .body(body);
    }

    public static RawRequest get(String path) {
        return of("GET", path).header("Accept", "text/event-stream");
    }

    public static RawRequest delete(String path) {
        return of("DELETE", path);
    }

    /** Adds a header field. The value is sent in ISO 8859-1, so that it can be any bytes. */
    public RawRequest header(String name, String value) {
        lines.add(name + ": " + value);
        return this;
    }

    /** Takes a header away, so that another one can take its place. */
    public RawRequest without(String name) {
        lines.removeIf(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
        return this;
    }

    public RawRequest session(String id) {
        return header(HttpAnswer.SESSION_ID, id);
    }

    public RawRequest version(String version) {
        return header("MCP-Protocol-Version", version);
    }

    public RawRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawRequest body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    /** Sends the body in chunks, without a {@code Content-Length}. */
    public RawRequest chunked() {
        chunked = true;
        return this;
    }

    public String method() {
        return method;
    }

    /** The head alone, with the empty line. */
    byte[] head(URI base) {
        List<String> head = new ArrayList<>(lines);
        byte[] sent = body;
        if (!has("Host")) {
            head.add(0, "Host: " + base.getRawAuthority());
        }
        if (chunked) {
            head.add("Transfer-Encoding: chunked");
        } else if (sent != null && !has("Content-Length")) {
            head.add("Content-Length: " + sent.length);
        }
        head.add(0, method + " " + base.getRawPath().replaceAll("/$", "") + path + " HTTP/1.1");
        return (String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The framed body. */
    public byte[] content() {
        byte[] sent = body;
        if (sent == null) {
            return new byte[0];
        }
        if (!chunked) {
            return sent.clone();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int step = 8000;
        for (int start = 0; start < sent.length; start += step) {
            int length = Math.min(step, sent.length - start);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(sent, start, length);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private boolean has(String name) {
        return lines.stream().anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }
}
