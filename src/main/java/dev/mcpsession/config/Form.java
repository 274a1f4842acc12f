package dev.mcpsession.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The forms that values are written in, each with the words that name it in an error and the parser that accepts it.
 *
 * <p>Every parser throws {@link IllegalArgumentException} for a text that is not of its form; the caller adds name,
 * place and {@link #expected()}.
 */
enum Form {

    /** Zero or more. */
    DURATION("a duration, ISO-8601 (PT30M) or whole seconds (1800), from 0 to P36500D"),
    /** One second or more. */
    INTERVAL("a duration, ISO-8601 (PT30S) or whole seconds (30), from 1 second to P36500D"),
    /** A bound on a count. */
    LIMIT("-1 for none, or a whole number from 1 to 2147483647"),
    /** A switch. */
    FLAG("true or false"),
    /** Protocol revisions. */
    REVISIONS("protocol revisions with commas between them, such as 2025-06-18, 2025-11-25"),
    /** Web origins. */
    ORIGINS("web origins with commas between them, such as https://app.example.com, http://localhost:*"),
    /** The name of something. */
    NAME("a name without spaces");

    /** A century: longer than any process lives, and far inside what a count of nanoseconds can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern WHOLE_SECONDS = Pattern.compile("[0-9]{1,10}");

    private final String expected;

    Form(String expected) {
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    static Duration duration(String text) {
        return between(Duration.ZERO, text);
    }

    static Duration interval(String text) {
        return between(Duration.ofSeconds(1), text);
    }

    private static Duration between(Duration least, String text) {
        Duration duration;
        try {
            duration = WHOLE_SECONDS.matcher(text).matches()
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return duration;
    }

    static int limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit != -1 && limit < 1) {
            throw new IllegalArgumentException("out of range");
        }
        return limit;
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    static ProtocolVersions revisions(String text) {
        return new ProtocolVersions(items(text));
    }

    static AllowedOrigins origins(String text) {
        return AllowedOrigins.of(items(text));
    }

    static String name(String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }

    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return items;
    }
}
