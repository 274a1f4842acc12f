package dev.mcpsession.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The configuration page lists each parameter in the words of the enum; the README lists ten with their defaults. */
class ConfigurationPageTest {

    @Test
    void parametersTable_hasOneRowForEachParameterInOrder() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/site/markdown/configuration.md")).stream()
                .dropWhile(line -> !line.equals("## Parameters"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Parameter.values()).map(this::row).toList());
    }

    @Test
    void readmeSettings_areTenParametersWithTheirDefaults() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("## Settings"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> beginnings = Stream.of(Parameter.values())
                .map(parameter -> "| `" + parameter.parameterName() + "` | " + defaultValue(parameter) + " |")
                .toList();

        assertThat(rows).hasSize(10).allMatch(row -> beginnings.stream().anyMatch(row::startsWith));
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
