package dev.mcpsession.filter;

/**
 * Whether the bytes or characters of an event stream so far end with an event, so that a comment can follow without
 * being read as a part of one. A line ends with LF, CR or CRLF, and a blank line ends an event, as in the HTML
 * Standard, section 9.2.5. The beginning of a stream counts as the end of an event.
 *
 * <p>Only the last three units of a write are looked at: they decide, whatever came before them.
 *
 * <p>Not safe for use by many threads: used within the {@link StreamGate} of the response.
 */
final class EventBoundary {

    private static final int TAIL = 3;

    private enum Position {
        WITHIN_LINE,
        AFTER_LINE,
        AFTER_CR,
        AFTER_EVENT,
        AFTER_EVENT_CR
    }

    private Position position = Position.AFTER_EVENT;

    boolean isAfterEvent() {
        return position == Position.AFTER_EVENT || position == Position.AFTER_EVENT_CR;
    }

    void passed(int unit) {
        position = switch (unit) {
            case '\n' -> afterLf();
            case '\r' -> position == Position.WITHIN_LINE ? Position.AFTER_CR : Position.AFTER_EVENT_CR;
            default -> Position.WITHIN_LINE;
        };
    }

    void passed(byte[] bytes, int offset, int length) {
        for (int i = startOfTail(length); i < length; i++) {
            passed(bytes[offset + i]);
        }
    }

    void passed(char[] chars, int offset, int length) {
        for (int i = startOfTail(length); i < length; i++) {
            passed(chars[offset + i]);
        }
    }

    void passed(String text, int offset, int length) {
        for (int i = startOfTail(length); i < length; i++) {
            passed(text.charAt(offset + i));
        }
    }

    /* An LF after a CR belongs to the line end that the CR began. */
    private Position afterLf() {
        return switch (position) {
            case WITHIN_LINE, AFTER_CR -> Position.AFTER_LINE;
            case AFTER_LINE, AFTER_EVENT, AFTER_EVENT_CR -> Position.AFTER_EVENT;
        };
    }

    private static int startOfTail(int length) {
        return Math.max(0, length - TAIL);
    }
}
