package dev.mcpsession.filter;

import dev.mcpsession.engine.ClientInfo;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the filter understands of a request body.
 *
 * @param kind what it is
 * @param id the JSON-RPC id, a string or a number, of an unambiguous request; null otherwise
 * @param sessionlessVersion the protocol version in {@code params._meta} if that is none of the revisions with
 *     sessions; else null
 * @param client what an {@code initialize} says of the client
 * @param body the bytes as they came; empty where they were not read to the end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the body is not written to
record JsonRpcPeek(
        Kind kind, @Nullable JsonValue id, @Nullable String sessionlessVersion, ClientInfo client, byte[] body) {

    /** The kinds that make a difference. */
    enum Kind {
        /** One well-formed {@code initialize} request, which filter and endpoint cannot read differently. */
        INITIALIZE,
        /** Any other JSON text. */
        OTHER,
        /** No JSON text. */
        UNPARSABLE,
        /** Not arrived whole. */
        INCOMPLETE,
        /** Longer than the filter reads. */
        TOO_LARGE,
        /** Not read to the end within the time that a body may take. */
        TOO_SLOW,
        /** Not read, because as many others as may be read at a time were being read. */
        TOO_MANY
    }

    private static final byte[] NO_BYTES = {};

    static JsonRpcPeek unparsable(byte[] body) {
        return new JsonRpcPeek(Kind.UNPARSABLE, null, null, ClientInfo.UNKNOWN, body);
    }

    static JsonRpcPeek incomplete() {
        return new JsonRpcPeek(Kind.INCOMPLETE, null, null, ClientInfo.UNKNOWN, NO_BYTES);
    }

    static JsonRpcPeek tooLarge() {
        return new JsonRpcPeek(Kind.TOO_LARGE, null, null, ClientInfo.UNKNOWN, NO_BYTES);
    }

    static JsonRpcPeek tooSlow() {
        return new JsonRpcPeek(Kind.TOO_SLOW, null, null, ClientInfo.UNKNOWN, NO_BYTES);
    }

    static JsonRpcPeek tooMany() {
        return new JsonRpcPeek(Kind.TOO_MANY, null, null, ClientInfo.UNKNOWN, NO_BYTES);
    }

    /**
     * False where reading was given up: the body took too long, or as many as may be read at a time were being read.
     */
    boolean isRead() {
        return kind != Kind.TOO_SLOW && kind != Kind.TOO_MANY;
    }

    /** Whether this is an {@code initialize} of the revisions that have sessions. */
    boolean opensSession() {
        return kind == Kind.INITIALIZE && sessionlessVersion == null;
    }

    /** Whether this speaks a sessionless revision. */
    boolean isSessionless() {
        return sessionlessVersion != null;
    }
}
