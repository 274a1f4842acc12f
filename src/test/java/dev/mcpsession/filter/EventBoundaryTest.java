package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventBoundaryTest {

    private static final String UNITS = "a\r\n";
    private static final int LONGEST = 7;

    @Test
    void startsAfterAnEvent() {
        assertThat(new EventBoundary().isAfterEvent()).isTrue();
    }

    /* All texts of up to seven units, each in two writes, cut at every place. */
    @Test
    void agreesWithAParserHoweverTheTextIsCut() {
        texts(LONGEST).forEach(text -> {
            for (int cut = 0; cut <= text.length(); cut++) {
                assertThat(isAfterEvent(text, cut))
                        .as("%s at %d", escaped(text), cut)
                        .containsOnly(endsEvent(text));
            }
        });
    }

    private static boolean[] isAfterEvent(String text, int cut) {
        EventBoundary bytes = new EventBoundary();
        byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
        bytes.passed(encoded, 0, cut);
        bytes.passed(encoded, cut, text.length() - cut);
        EventBoundary chars = new EventBoundary();
        chars.passed(text.toCharArray(), 0, cut);
        chars.passed(text.toCharArray(), cut, text.length() - cut);
        EventBoundary strings = new EventBoundary();
        strings.passed(text, 0, cut);
        strings.passed(text, cut, text.length() - cut);
        EventBoundary units = new EventBoundary();
        text.chars().forEach(units::passed);
        return new boolean[] {bytes.isAfterEvent(), chars.isAfterEvent(), strings.isAfterEvent(), units.isAfterEvent()};
    }

    private static boolean endsEvent(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.isEmpty() || lines.endsWith("\n\n") || lines.equals("\n");
    }

    private static Stream<String> texts(int longest) {
        return Stream.concat(
                Stream.of(""),
                longest == 0
                        ? Stream.empty()
                        : texts(longest - 1).flatMap(text -> UNITS.chars().mapToObj(unit -> text + (char) unit)));
    }

    private static String escaped(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
