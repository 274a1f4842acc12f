package dev.mcpsession.fuzz;

import dev.mcpsession.servlet.FakeRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request made of any bytes: the method, a line for each header field, an empty line, the body. What a container
 * would never let through is let through.
 */
final class FuzzedRequest {

    private final String method;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    private FuzzedRequest(String method, List<Map.Entry<String, String>> headers, byte[] body) {
        this.method = method;
        this.headers = headers;
        this.body = body.clone();
    }

    static FuzzedRequest of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String[] lines = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String value = lines[i].substring(colon + 1);
                headers.add(
                        Map.entry(lines[i].substring(0, colon), value.startsWith(" ") ? value.substring(1) : value));
            }
        }
        byte[] body = end < 0 ? new byte[0] : text.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
        return new FuzzedRequest(lines[0], headers, body);
    }

    String method() {
        return method;
    }

    byte[] body() {
        return body.clone();
    }

    /** All values of a header, as they came. */
    List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Nullable
    String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    /** The charset that the type names, as containers find it. */
    @Nullable
    String charset() {
        String type = header("Content-Type");
        int charset = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
        return charset < 0 || type == null
                ? null
                : type.substring(charset + "charset=".length())
                        .replace("\"", "")
                        .strip();
    }

    FakeRequest toServlet() {
        FakeRequest request = FakeRequest.of(method)
                .localAddress(FuzzedFilter.LOCAL_ADDRESS)
                .body(new ByteArrayInputStream(body))
                .contentLength(body.length);
        headers.forEach(header -> request.header(header.getKey(), header.getValue()));
        return request;
    }

    /** In printable ASCII: what a finding is reported with. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method);
        headers.forEach(
                header -> text.append('\n').append(header.getKey()).append(": ").append(header.getValue()));
        text.append("\n\n").append(new String(body, StandardCharsets.ISO_8859_1));
        return printable(text.toString());
    }

    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '\n' || (c >= ' ' && c <= '~')) {
                printable.append((char) c);
            } else {
                printable.append(String.format("\\u%04x", c));
            }
        });
        return printable.toString();
    }
}
