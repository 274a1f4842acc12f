package dev.mcpsession.bench.whole;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A POST to {@code /mcp} as a container would have parsed it, with the headers that clients send. */
final class LeanRequest extends HttpServletRequestWrapper {

    private static final HttpServletRequest NOTHING_ELSE = Absent.of(HttpServletRequest.class);

    private final Map<String, Object> attributes = new HashMap<>();
    private final String[] headers;
    private final byte[] body;

    private LeanRequest(byte[] body, String... headers) {
        super(NOTHING_ELSE);
        this.body = body;
        this.headers = headers;
    }

    static LeanRequest of(byte[] body, @Nullable String version, @Nullable String session) {
        return new LeanRequest(
                body,
                "Host",
                "mcp.example.org",
                "User-Agent",
                "node",
                "Accept",
                "application/json, text/event-stream",
                "Accept-Encoding",
                "gzip, deflate",
                "Content-Type",
                "application/json",
                "MCP-Protocol-Version",
                version,
                "Mcp-Session-Id",
                session);
    }

    @Override
    public String getMethod() {
        return "POST";
    }

    @Override
    public String getContextPath() {
        return "";
    }

    @Override
    public String getRequestURI() {
        return "/mcp";
    }

    @Override
    public String getServletPath() {
        return "/mcp";
    }

    @Override
    public @Nullable String getPathInfo() {
        return null;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return headers[i + 1];
            }
        }
        return null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String header = getHeader(name);
        return header == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(header));
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Body(body);
    }

    /** The body, which is there. */
    private static final class Body extends ServletInputStream {

        private final byte[] bytes;
        private int position;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public boolean isFinished() {
            return position == bytes.length;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("setReadListener");
        }
    }
}
