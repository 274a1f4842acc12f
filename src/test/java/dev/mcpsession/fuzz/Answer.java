package dev.mcpsession.fuzz;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An answer as it would leave, and whether it is the endpoint's. */
final class Answer {

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = HttpServletResponse.SC_OK;
    private byte @Nullable [] seenByEndpoint;

    int status() {
        return status;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** The body that the endpoint has read; null where it was not called. */
    byte @Nullable [] seenByEndpoint() {
        return seenByEndpoint == null ? null : seenByEndpoint.clone();
    }

    void seeByEndpoint(byte[] bytes) {
        seenByEndpoint = bytes.clone();
    }

    @Override
    public String toString() {
        return status + (seenByEndpoint == null ? " by the filter " : " by the endpoint ") + headers + " "
                + Hostile.printable(text());
    }

    HttpServletResponse toServlet() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                Answer.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getStatus" -> status;
                    case "isCommitted" -> false;
                    case "containsHeader" -> headers.containsKey((String) arguments[0]);
                    case "getContentType" -> headers.get("Content-Type");
                    case "getHeaderNames" -> List.copyOf(headers.keySet());
                    case "getOutputStream" -> new Bytes();
                    case "setStatus" -> nothing(() -> status = (int) arguments[0]);
                    case "setHeader" -> nothing(() -> headers.put((String) arguments[0], (String) arguments[1]));
                    case "addHeader" ->
                        nothing(() ->
                                headers.merge((String) arguments[0], (String) arguments[1], (a, b) -> a + ", " + b));
                    case "setContentType" -> nothing(() -> headers.put("Content-Type", (String) arguments[0]));
                    case "setContentLength" ->
                        nothing(() -> headers.put("Content-Length", String.valueOf(arguments[0])));
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    private static @Nullable Object nothing(Runnable action) {
        action.run();
        return null;
    }

    /** Keeps what is written. */
    private final class Bytes extends ServletOutputStream {

        @Override
        public void write(int b) {
            body.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            body.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
