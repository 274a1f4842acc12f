package dev.mcpsession.filter;

import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.ClientInfo;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands the body of a request that names no live session.
 *
 * <p>The rule behind every error here: filter and endpoint must never read one body differently. What a tolerant parser
 * could take for something else (repeated members, trailing data, another charset, a content coding) is no
 * {@code initialize}.
 *
 * <p>Safe for use by many threads.
 */
final class JsonRpcParser {

    /** No schema of the protocol comes near; parsers differ in where they give up, and some give up with the stack. */
    private static final int DEEPEST = 128;

    /**
     * No id comes near. Some parsers refuse more by themselves, others compute for a second with what fits into one
     * body.
     */
    private static final int LONGEST_NUMBER = 1_000;

    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{" + LONGEST_NUMBER + "}");

    private static final String MODERN_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final JsonParserFactory parsers = JsonProvider.provider().createParserFactory(Map.of());

    /** Understands bytes; {@code plainUtf8} tells whether the headers leave no other reading of them. */
    JsonRpcPeek parse(byte[] body, boolean plainUtf8) {
        try (JsonParser parser = parsers.createParser(utf8(body))) {
            return new Walk(parser).message(body, plainUtf8);
        } catch (CharacterCodingException | RuntimeException e) {
            // Providers report malformed text with JsonException, and its odder forms with whatever they ran into.
            return JsonRpcPeek.unparsable(body);
        }
    }

    /**
     * The parameters of a request that {@link #parse} has understood.
     *
     * @return null where it has none, or where a number in them is longer than any provider need read
     */
    @Nullable
    JsonObject parameters(byte[] body) {
        if (LONG_NUMBER.matcher(new String(body, StandardCharsets.UTF_8)).find()) {
            return null;
        }
        try (JsonParser parser = parsers.createParser(utf8(body))) {
            parser.next();
            return parser.getObject().get("params") instanceof JsonObject parameters ? parameters : null;
        } catch (CharacterCodingException | RuntimeException e) {
            return null;
        }
    }

    private static Reader utf8(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        return new StringReader(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    /** One pass over one text. */
    private static final class Walk {

        private final JsonParser parser;
        private final Set<String> members = new HashSet<>();
        private int depth;
        private boolean repeated;
        private @Nullable String method;
        private @Nullable JsonValue id;
        private @Nullable String sessionlessVersion;
        private @Nullable String protocolVersion;
        private @Nullable String clientName;
        private @Nullable String clientVersion;

        Walk(JsonParser parser) {
            this.parser = parser;
        }

        JsonRpcPeek message(byte[] body, boolean plainUtf8) {
            Event first = parser.next();
            if (first == Event.START_OBJECT) {
                members(this::member);
            } else {
                skip(first);
            }
            if (parser.hasNext()) {
                throw new JsonException("Trailing data");
            }
            boolean request = plainUtf8 && !repeated && method != null && id != null;
            ClientInfo client = new ClientInfo(protocolVersion, clientName, clientVersion);
            JsonRpcPeek.Kind kind =
                    request && "initialize".equals(method) ? JsonRpcPeek.Kind.INITIALIZE : JsonRpcPeek.Kind.OTHER;
            return new JsonRpcPeek(kind, request ? id : null, sessionlessVersion, client, body);
        }

        private void member(String name, Event value) {
            repeated |= !members.add(name);
            switch (name) {
                case "method" -> method = string(value);
                case "id" -> id = scalar(value);
                case "params" -> object(value, this::param);
                default -> skip(value);
            }
        }

        private void param(String name, Event value) {
            switch (name) {
                case "protocolVersion" -> protocolVersion = string(value);
                case "clientInfo" -> object(value, this::clientInfo);
                case "_meta" -> object(value, this::meta);
                default -> skip(value);
            }
        }

        private void clientInfo(String name, Event value) {
            switch (name) {
                case "name" -> clientName = string(value);
                case "version" -> clientVersion = string(value);
                default -> skip(value);
            }
        }

        private void meta(String name, Event value) {
            if (name.equals(MODERN_VERSION)) {
                String version = string(value);
                if (version != null && !ProtocolVersions.WITH_SESSIONS.contains(version)) {
                    sessionlessVersion = version;
                }
            } else {
                skip(value);
            }
        }

        private @Nullable String string(Event value) {
            if (value == Event.VALUE_STRING) {
                return parser.getString();
            }
            skip(value);
            return null;
        }

        private @Nullable JsonValue scalar(Event value) {
            if (value == Event.VALUE_NUMBER && parser.getString().length() > LONGEST_NUMBER) {
                throw new JsonException("Number too long");
            }
            if (value == Event.VALUE_STRING || value == Event.VALUE_NUMBER) {
                return parser.getValue();
            }
            skip(value);
            return null;
        }

        private void object(Event value, MemberVisitor visitor) {
            if (value == Event.START_OBJECT) {
                members(visitor);
            } else {
                skip(value);
            }
        }

        /** After the start of an object: visits its members up to its end. */
        private void members(MemberVisitor visitor) {
            descend();
            while (parser.next() == Event.KEY_NAME) {
                String name = parser.getString();
                visitor.visit(name, parser.next());
            }
            depth--;
        }

        /** After the first event of a value: goes to its last. */
        private void skip(Event value) {
            int outside = depth;
            for (Event event = value; ; event = parser.next()) {
                switch (event) {
                    case START_OBJECT, START_ARRAY -> descend();
                    case END_OBJECT, END_ARRAY -> depth--;
                    default -> {}
                }
                if (depth == outside) {
                    return;
                }
            }
        }

        private void descend() {
            if (++depth > DEEPEST) {
                throw new JsonException("Too deep");
            }
        }
    }

    /** Takes one member of an object and consumes its value. */
    private interface MemberVisitor {
        void visit(String name, Event value);
    }
}
