package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/**
 * A request that has resumed its session: without {@code Last-Event-ID}, whose event the new endpoint session never
 * sent.
 */
final class ResumedRequest extends MaskedRequest {

    private static final Set<String> HIDDEN = Set.of(McpHeaders.LAST_EVENT_ID.toLowerCase(Locale.ROOT));

    ResumedRequest(HttpServletRequest raw, String sessionId) {
        super(raw, sessionId, HIDDEN);
    }
}
