package dev.mcpsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sources, configuration and documentation name their actors, and use no private vocabulary. */
class WordingTest {

    /** Of identifiers too: {@code camelCase} is read as words. In parts, so that this file is not a hit. */
    private static final Pattern AVOIDED = Pattern.compile("(?i)\\b("
            + String.join("|", "some" + "body", "no" + "body", "any" + "body", "who" + "ever") + "|"
            + String.join("|", "new" + "comers?", "carr" + "iers?", "ho" + "use", "goes" + " for") + ")(?:s|'s)?\\b");

    private static final Pattern CAMEL_HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private static final Set<String> TEXTS = Set.of(
            "java", "md", "xml", "yaml", "yml", "json", "mjs", "properties", "cli", "asadmin", "conf", "sh", "html");

    /** {@code BodyPublishers.noBody()}, and tests about requests that need no body. */
    private static final Pattern NO_BODY = Pattern.compile("noBody|NoBody");

    @Test
    void textsNameTheirActors() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : texts()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String words = CAMEL_HUMP
                        .matcher(NO_BODY.matcher(lines.get(i)).replaceAll(""))
                        .replaceAll(" ");
                if (AVOIDED.matcher(words).find()) {
                    found.add(file + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        }

        assertThat(found).isEmpty();
    }

    private static Set<Path> texts() throws IOException {
        Set<Path> texts = new TreeSet<>(Set.of(Path.of("README.md"), Path.of("pom.xml")));
        for (String folder : List.of("src", "server-config", ".github")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(Files::isRegularFile).filter(WordingTest::isText).forEach(texts::add);
            }
        }
        return texts;
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        boolean generated = name.equals("package-lock.json") || file.toString().contains("node_modules");
        return !generated && TEXTS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
