package dev.mcpsession.filter;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** The endpoint's result of {@code initialize}, in either form that the protocol has for it. */
final class InitializeResult {

    private static final String DATA = "data:";

    private InitializeResult() {}

    /**
     * The protocol version that the endpoint has agreed to.
     *
     * @param body one JSON object, or an event stream of which one event is that object
     * @return null where the body holds no such result
     */
    static @Nullable String protocolVersion(JsonProvider json, String body) {
        if (body.stripLeading().startsWith("{")) {
            return versionOf(json, body);
        }
        StringBuilder data = new StringBuilder();
        for (String line : (body + "\n\n").split("\r\n|\r|\n", -1)) {
            if (line.startsWith(DATA)) {
                data.append(line, DATA.length(), line.length()).append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                String version = versionOf(json, data.toString());
                if (version != null) {
                    return version;
                }
                data.setLength(0);
            }
        }
        return null;
    }

    private static @Nullable String versionOf(JsonProvider json, String message) {
        try (JsonReader reader = json.createReader(new StringReader(message))) {
            return reader.readObject().get("result") instanceof JsonObject result
                            && result.get("protocolVersion") instanceof JsonString version
                    ? version.getString()
                    : null;
        } catch (JsonException | IllegalStateException e) {
            return null;
        }
    }
}
