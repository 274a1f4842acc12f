package dev.mcpsession.it.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer.
 *
 * @param status the status code
 * @param headers all header fields as they came
 * @param text the body, without its framing; empty where there is none
 */
public record HttpAnswer(int status, List<Map.Entry<String, String>> headers, String text) {

    public static final String SESSION_ID = "Mcp-Session-Id";

    /** All values of a header, whatever the case of its name. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    /** The one session id; an assertion error where there is none, or more than one. */
    public String sessionId() {
        List<String> ids = headers(SESSION_ID);
        if (ids.size() != 1) {
            throw new AssertionError("Not exactly one " + SESSION_ID + " in " + this);
        }
        return ids.get(0);
    }

    /** All of it but the time of day. */
    public HttpAnswer withoutDate() {
        return new HttpAnswer(
                status,
                headers.stream()
                        .filter(header -> !header.getKey().equalsIgnoreCase("Date"))
                        .toList(),
                text);
    }

    /** The body as a JSON object, also where it is the one event of an event stream. */
    public JsonObject json() {
        String json = text.lines()
                .filter(line -> line.startsWith("data:"))
                .reduce((first, last) -> last)
                .map(line -> line.substring("data:".length()))
                .orElse(text);
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
