package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The {@code Content-Type} of a request, read strictly by RFC 9110: containers and endpoints differ in how they read
 * repeated parameters, quoted strings and upper case, so that one body could have two readings.
 */
final class ContentType {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String CHARSET = "charset";

    private final String text;
    private int position;

    private ContentType(String text) {
        this.text = text;
    }

    /**
     * Whether the header leaves no reading of the body but UTF-8: it is missing, or it is there once, well-formed, and
     * has no charset parameter or one that names UTF-8.
     */
    static boolean leavesOnlyUtf8(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders("Content-Type"));
        return values.isEmpty() || (values.size() == 1 && leavesOnlyUtf8(values.get(0)));
    }

    static boolean leavesOnlyUtf8(String value) {
        return new ContentType(McpHeaders.trim(value)).leavesOnlyUtf8();
    }

    private boolean leavesOnlyUtf8() {
        if (token().isEmpty() || !skip('/') || token().isEmpty()) {
            return false;
        }
        boolean charsetSeen = false;
        while (position < text.length()) {
            skipSpaces();
            if (!skip(';')) {
                return false;
            }
            skipSpaces();
            String name = token().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                continue;
            }
            String value = skip('=') ? value() : "";
            boolean charset = name.startsWith(CHARSET);
            if (value.isEmpty() || (charset && (charsetSeen || !name.equals(CHARSET) || !isUtf8(value)))) {
                return false;
            }
            charsetSeen |= charset;
        }
        return true;
    }

    /** A token, or the content of a quoted string; empty where there is neither. */
    private String value() {
        if (!skip('"')) {
            return token();
        }
        StringBuilder content = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return content.toString();
            }
            content.append(c == '\\' && position < text.length() ? text.charAt(position++) : c);
        }
        return "";
    }

    private String token() {
        int start = position;
        while (position < text.length() && isTokenCharacter(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private boolean skip(char c) {
        boolean found = position < text.length() && text.charAt(position) == c;
        if (found) {
            position++;
        }
        return found;
    }

    private void skipSpaces() {
        boolean skipped;
        do {
            skipped = skip(' ') || skip('\t');
        } while (skipped);
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isUtf8(String name) {
        try {
            return Charset.forName(name).equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
