package dev.mcpsession.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A request as a container gives it, as far as the filter looks at it. Anything else throws. */
public final class FakeRequest extends HttpServletRequestWrapper {

    private static final HttpServletRequest ANYTHING_ELSE = Unsupported.of(HttpServletRequest.class);

    private final String method;
    private final Headers headers = new Headers();
    private final Map<String, Object> attributes = new HashMap<>();
    private InputStream body = InputStream.nullInputStream();
    private long contentLength = -1;
    private String servletPath = "/mcp";
    private String pathInfo;
    private String uri;
    private String localAddress = "192.0.2.1";
    private boolean bodyRead;
    private int headersAsked;
    private Function<String, RequestDispatcher> dispatchers = path -> null;
    private FakeAsyncContext async;

    private FakeRequest(String method) {
        super(ANYTHING_ELSE);
        this.method = method;
    }

    public static FakeRequest of(String method) {
        return new FakeRequest(method);
    }

    public static FakeRequest get() {
        return of("GET");
    }

    public static FakeRequest delete() {
        return of("DELETE");
    }

    public static FakeRequest post(String json) {
        return post(json.getBytes(StandardCharsets.UTF_8));
    }

    public static FakeRequest post(byte[] body) {
        FakeRequest request = of("POST");
        request.body = new ByteArrayInputStream(body);
        request.contentLength = body.length;
        return request.header("Content-Type", "application/json");
    }

    public FakeRequest header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** What its path leads to when it is dispatched to. */
    public FakeRequest leadingTo(RequestDispatcher endpoint) {
        return leadingTo(path -> path.equals(servletPath) ? endpoint : null);
    }

    public FakeRequest leadingTo(Function<String, RequestDispatcher> endpoints) {
        dispatchers = endpoints;
        return this;
    }

    @Override
    public RequestDispatcher getRequestDispatcher(String path) {
        return dispatchers.apply(path);
    }

    public FakeRequest session(String id) {
        return header("Mcp-Session-Id", id);
    }

    public FakeRequest version(String version) {
        return header("MCP-Protocol-Version", version);
    }

    public FakeRequest origin(String origin) {
        return header("Origin", origin);
    }

    public FakeRequest contentType(String type) {
        headers.remove("Content-Type");
        return header("Content-Type", type);
    }

    public FakeRequest contentLength(long length) {
        contentLength = length;
        return this;
    }

    public FakeRequest body(InputStream stream) {
        body = stream;
        return this;
    }

    public FakeRequest path(String newServletPath, String newPathInfo) {
        servletPath = newServletPath;
        pathInfo = newPathInfo;
        return this;
    }

    /** As the client spelled it, where the container's reading is another. */
    public FakeRequest uri(String newUri) {
        uri = newUri;
        return this;
    }

    public FakeRequest localAddress(String address) {
        localAddress = address;
        return this;
    }

    /** How often a header has been asked for. */
    public int headersAsked() {
        return headersAsked;
    }

    /** Whether the body has been asked for. */
    public boolean bodyRead() {
        return bodyRead;
    }

    /** The asynchronous mode, null before it has started. */
    public FakeAsyncContext async() {
        return async;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getContextPath() {
        return "/app";
    }

    @Override
    public String getRequestURI() {
        return uri == null ? getContextPath() + servletPath + (pathInfo == null ? "" : pathInfo) : uri;
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer("http://any.example").append(getRequestURI());
    }

    @Override
    public String getServletPath() {
        return servletPath;
    }

    @Override
    public String getPathInfo() {
        return pathInfo;
    }

    @Override
    public String getLocalAddr() {
        return localAddress;
    }

    @Override
    public String getHeader(String name) {
        headersAsked++;
        return headers.first(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        headersAsked++;
        return headers.contains(name) ? Collections.enumeration(headers.all(name)) : Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(headers.names());
    }

    /* As containers do: what follows charset= in the Content-Type, without quotes. */
    @Override
    public String getCharacterEncoding() {
        String type = headers.first("Content-Type");
        int charset = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
        return charset < 0
                ? null
                : type.substring(charset + "charset=".length())
                        .replace("\"", "")
                        .strip();
    }

    @Override
    public long getContentLengthLong() {
        return contentLength;
    }

    @Override
    public int getContentLength() {
        return Math.toIntExact(contentLength);
    }

    @Override
    public ServletInputStream getInputStream() {
        bodyRead = true;
        return new ServletInputStream() {
            @Override
            public int read() throws IOException {
                return body.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return body.read(buffer, offset, length);
            }

            @Override
            public int available() throws IOException {
                return body.available();
            }

            @Override
            public boolean isFinished() {
                throw new UnsupportedOperationException("isFinished");
            }

            @Override
            public boolean isReady() {
                throw new UnsupportedOperationException("isReady");
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("setReadListener");
            }
        };
    }

    @Override
    public Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(attributes.keySet());
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    /* Past every wrapper, as in a container: a caller of this has lost the filter's. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, null);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        async = new FakeAsyncContext(request, response);
        return async;
    }

    @Override
    public boolean isAsyncStarted() {
        return async != null;
    }

    @Override
    public AsyncContext getAsyncContext() {
        return async;
    }
}
