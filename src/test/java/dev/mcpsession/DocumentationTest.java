package dev.mcpsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the Markdown files: README, documentation pages, server pages and the files of the repository's host. */
class DocumentationTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern FENCED_CODE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern HEADING_LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("each relative link leads to an existing file, and to an existing heading of it")
    void relativeLinks_resolve(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(withoutCode(page));
        while (links.find()) {
            String link = links.group(1);
            if (!link.contains("://") && !resolves(page, link)) {
                broken.add(link);
            }
        }

        assertThat(broken).as("broken links of %s", page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decisionPage_isListedInTheIndex(Path page) throws IOException {
        assertThat(Files.readString(Path.of("src/site/markdown/index.md")))
                .contains("(decisions/" + page.getFileName() + ")");
    }

    @Test
    void readme_hasAtMost150Lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(README));
        for (String folder : List.of("src/site/markdown", "server-config", ".github")) {
            pages.addAll(markdownIn(Path.of(folder)));
        }
        return pages;
    }

    static List<Path> decisions() throws IOException {
        return markdownIn(Path.of("src/site/markdown/decisions"));
    }

    private static List<Path> markdownIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean resolves(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** The anchors of a page's headings, as GitHub forms them. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> repeats = new HashMap<>();
        Matcher headings = HEADING.matcher(withoutCode(page));
        while (headings.find()) {
            String text = HEADING_LINK.matcher(headings.group(1)).replaceAll("$1");
            String anchor = text.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = repeats.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private static String withoutCode(Path page) throws IOException {
        return FENCED_CODE.matcher(Files.readString(page)).replaceAll("");
    }
}
