package dev.mcpsession.fuzz;

import dev.mcpsession.config.ProtocolVersions;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What another strict reader makes of a body: Jackson, which reads it in most endpoints, without any leniency or limit.
 *
 * @param json whether it is one JSON text, and nothing else
 * @param unambiguous whether it is an object without repeated members whose {@code method} is a string and whose
 *     {@code id} is a string or a number
 * @param method the method where it is a string
 * @param id the id, as a {@code String} or a {@code BigDecimal}
 * @param modern whether {@code params._meta} names a revision without sessions
 * @param depth how deep it nests
 * @param ordinary whether the id is no number that a reader may refuse for its size
 */
record StrictReading(
        boolean json,
        boolean unambiguous,
        @Nullable String method,
        @Nullable Object id,
        boolean modern,
        int depth,
        boolean ordinary) {

    private static final StrictReading NO_JSON = new StrictReading(false, false, null, null, false, 0, true);
    private static final int LONGEST_ORDINARY_NUMBER = 1000;

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Reads strict UTF-8, with or without a byte order mark. */
    static StrictReading ofText(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return NO_JSON;
        }
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return read(() -> JACKSON.createParser(ObjectReadContext.empty(), unmarked));
    }

    /** Reads bytes whose encoding Jackson finds out by itself. */
    static StrictReading ofBytes(byte[] body) {
        return read(() -> JACKSON.createParser(ObjectReadContext.empty(), body));
    }

    boolean isInitialize() {
        return unambiguous && "initialize".equals(method);
    }

    private static StrictReading read(Source source) {
        Walk walk = new Walk();
        try (JsonParser parser = source.open()) {
            return walk.read(parser);
        } catch (JacksonException e) {
            return NO_JSON;
        }
    }

    /** Opens a parser. */
    private interface Source {
        JsonParser open();
    }

    /** One pass, token by token. */
    private static final class Walk {

        private final Set<String> names = new HashSet<>();
        private boolean repeated;
        private boolean modern;
        private boolean ordinary = true;
        private int depth;
        private int deepest;
        private @Nullable String method;
        private @Nullable Object id;

        StrictReading read(JsonParser parser) {
            JsonToken first = next(parser);
            if (first == null) {
                return NO_JSON;
            }
            boolean object = first == JsonToken.START_OBJECT;
            if (object) {
                members(parser, this::member);
            } else {
                skip(parser);
            }
            if (parser.nextToken() != null) {
                return NO_JSON;
            }
            boolean unambiguous = object && !repeated && method != null && id != null;
            return new StrictReading(true, unambiguous, method, id, modern, deepest, ordinary);
        }

        private void member(String name, JsonParser parser) {
            repeated |= !names.add(name);
            JsonToken token = parser.currentToken();
            switch (name) {
                case "method" -> method = token == JsonToken.VALUE_STRING ? parser.getString() : null;
                case "id" -> id = id(token, parser);
                case "params" ->
                    visit(parser, (param, value) -> {
                        if (param.equals("_meta")) {
                            visit(value, this::meta);
                        }
                    });
                default -> {}
            }
            skip(parser);
        }

        private @Nullable Object id(JsonToken token, JsonParser parser) {
            return switch (token) {
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
                default -> null;
            };
        }

        private BigDecimal number(String text) {
            if (text.length() > LONGEST_ORDINARY_NUMBER) {
                ordinary = false;
                return BigDecimal.ZERO;
            }
            try {
                BigDecimal number = new BigDecimal(text);
                ordinary = Math.abs((long) number.scale()) < LONGEST_ORDINARY_NUMBER;
                return number;
            } catch (NumberFormatException e) {
                ordinary = false;
                return BigDecimal.ZERO;
            }
        }

        private void meta(String name, JsonParser parser) {
            modern |= name.equals("io.modelcontextprotocol/protocolVersion")
                    && parser.currentToken() == JsonToken.VALUE_STRING
                    && !ProtocolVersions.WITH_SESSIONS.contains(parser.getString());
        }

        private void visit(JsonParser parser, BiConsumer<String, JsonParser> visitor) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                members(parser, visitor);
            }
        }

        private void members(JsonParser parser, BiConsumer<String, JsonParser> visitor) {
            while (next(parser) == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                next(parser);
                visitor.accept(name, parser);
                skip(parser);
            }
        }

        /** Goes to the last token of a value. */
        private void skip(JsonParser parser) {
            int outside = parser.currentToken().isStructStart() ? depth - 1 : depth;
            while (depth > outside) {
                next(parser);
            }
        }

        private @Nullable JsonToken next(JsonParser parser) {
            JsonToken token = parser.nextToken();
            if (token != null && token.isStructStart()) {
                deepest = Math.max(deepest, ++depth);
            } else if (token != null && token.isStructEnd()) {
                depth--;
            }
            return token;
        }
    }
}
