package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README tells of every parameter, in the words of the enum, and of no other. */
class ReadmeConfigurationTableTest {

    @Test
    void theTableHasOneRowForEachParameterInOrder() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("## Configuration"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Parameter.values()).map(this::row).toList());
    }

    private String row(Parameter parameter) {
        return "| `" + parameter.parameterName() + "` | " + defaultValue(parameter) + " | " + parameter.meaning()
                + " |";
    }

    private static String defaultValue(Parameter parameter) {
        if (!parameter.defaultValue().isEmpty()) {
            return "`" + parameter.defaultValue() + "`";
        }
        return parameter == Parameter.SWEEP_INTERVAL ? "derived" : "none";
    }
}
