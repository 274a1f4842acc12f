package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules for metrics name what there is, and the dashboard shows what the rules make. */
class MetricRulesTest {

    private static final Pattern ATTRIBUTE = Pattern.compile("pattern: '.*><(\\w*)>(\\w+): \\(\\.\\+\\)'");
    private static final Pattern METRIC = Pattern.compile("name: (\\w+)");
    private static final Pattern SHOWN = Pattern.compile("mcp_server_\\w+");

    @Test
    void rulesNameAttributesAndColumns() throws IOException {
        List<MatchResult> rules = ATTRIBUTE.matcher(read("jmx-exporter.yaml")).results().toList();
        Set<String> columns =
                Arrays.stream(UsageRow.class.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toSet());

        assertThat(rules).hasSizeGreaterThan(10);
        assertThat(rules).allSatisfy(rule -> {
            String table = rule.group(1);
            assertThat(getter(table.isEmpty() ? rule.group(2) : table)).as(rule.group()).isTrue();
            assertThat(table.isEmpty() || columns.contains(rule.group(2))).as(rule.group()).isTrue();
        });
    }

    @Test
    void dashboardShowsWhatTheRulesMake() throws IOException {
        Set<String> made = METRIC.matcher(read("jmx-exporter.yaml")).results().map(rule -> rule.group(1)).collect(Collectors.toSet());
        Set<String> shown = SHOWN.matcher(read("grafana-dashboard.json")).results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isNotEmpty().isSubsetOf(made);
    }

    private static boolean getter(String attribute) {
        return Arrays.stream(McpSessionsMXBean.class.getMethods()).anyMatch(method -> method.getName().equals("get" + attribute));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of("server-config/prometheus", file));
    }
}
