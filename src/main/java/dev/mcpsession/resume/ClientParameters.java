package dev.mcpsession.resume;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Shorter forms of the parameters of {@code initialize}. */
final class ClientParameters {

    private static final String PROTOCOL_VERSION = "protocolVersion";
    private static final String CLIENT_INFO = "clientInfo";
    private static final Set<String> NAMES = Set.of("name", "version");

    /** What a person may want to see, and no endpoint needs to serve the client. */
    private static final Set<String> DECORATION = Set.of("icons", "description", "websiteUrl", "title");

    private ClientParameters() {}

    /** What names revision and client: no endpoint is told of an issued session again. */
    static JsonObject ofIssued(JsonObject parameters) {
        return with(
                retain(parameters, Set.of(PROTOCOL_VERSION, CLIENT_INFO)::contains),
                client -> retain(client, NAMES::contains));
    }

    /** Without what is only shown to people, and without {@code _meta}. */
    static JsonObject withoutDecoration(JsonObject parameters) {
        return with(
                retain(parameters, name -> !name.equals("_meta")),
                client -> retain(client, name -> !DECORATION.contains(name)));
    }

    private static JsonObject with(JsonObject parameters, UnaryOperator<JsonObject> change) {
        JsonObjectBuilder changed = JsonProvider.provider().createObjectBuilder();
        parameters.forEach((name, value) -> changed.add(
                name, name.equals(CLIENT_INFO) && value instanceof JsonObject client ? change.apply(client) : value));
        return changed.build();
    }

    private static JsonObject retain(JsonObject object, Predicate<String> names) {
        JsonObjectBuilder retained = JsonProvider.provider().createObjectBuilder();
        object.forEach((name, value) -> {
            if (names.test(name)) {
                retained.add(name, value);
            }
        });
        return retained.build();
    }
}
