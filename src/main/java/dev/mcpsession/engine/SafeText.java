package dev.mcpsession.engine;

/**
 * Makes texts from outside safe to show in a log line or in the cell of a console.
 *
 * <p>Letters and digits of every script, spaces and {@code . _ - + / @ : ( ) [ ] , #} stay; anything else, which
 * includes control characters, line ends, quotes and angle brackets, becomes a question mark; what is too long is cut.
 */
public final class SafeText {

    private static final int LONGEST = 64;
    private static final String SAFE_PUNCTUATION = " ._-+/@:()[],#";

    private SafeText() {}

    /**
     * Makes a text safe.
     *
     * @param text any text
     * @return at most 64 characters, none of them harmful
     */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isLetterOrDigit(c) || SAFE_PUNCTUATION.indexOf(c) >= 0 ? c : '?')
                .takeWhile(c -> safe.length() + Character.charCount(c) <= LONGEST)
                .forEachOrdered(safe::appendCodePoint);
        return safe.toString();
    }
}
