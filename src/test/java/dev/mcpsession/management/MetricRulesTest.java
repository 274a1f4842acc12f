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
    private static final Pattern PAYARA_METRIC =
            Pattern.compile("<name>(mcp[a-z.]+)</name>\\s+<mbean>dev\\.mcpsession:type=McpSessions,host=server,"
                    + "context=%s/(\\w+)</mbean>\\s+<type>(\\w+)</type>\\s+<unit>(\\w+)</unit>");

    /** Payara shows no tables: the attributes that sum them up take the place of their rows. */
    private static final Set<String> BESIDE_THE_RULES = Set.of(
            "mcp_server_sessions_expired_total",
            "mcp_server_sessions_terminated_total",
            "mcp_server_sessions_evicted_total",
            "mcp_server_sessions_lost_total");

    private static final Pattern SHOWN = Pattern.compile("mcp_server_\\w+");

    @Test
    void rulesNameAttributesAndColumns() throws IOException {
        List<MatchResult> rules =
                ATTRIBUTE.matcher(read("jmx-exporter.yaml")).results().toList();
        Set<String> columns = Arrays.stream(RequestCounterRow.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());

        assertThat(rules).hasSizeGreaterThan(10);
        assertThat(rules).allSatisfy(rule -> {
            String table = rule.group(1);
            assertThat(getter(table.isEmpty() ? rule.group(2) : table))
                    .as(rule.group())
                    .isTrue();
            assertThat(table.isEmpty() || columns.contains(rule.group(2)))
                    .as(rule.group())
                    .isTrue();
        });
    }

    @Test
    void payaraIsToldOfAttributesUnderTheSameNames() throws IOException {
        String payara = read("payara-metrics.xml");
        Set<String> made = METRIC.matcher(read("jmx-exporter.yaml"))
                .results()
                .map(rule -> rule.group(1))
                .collect(Collectors.toSet());
        List<MatchResult> metrics = PAYARA_METRIC.matcher(payara).results().toList();

        assertThat(metrics).hasSize(payara.split("<metadata ", -1).length - 1).hasSizeGreaterThan(10);
        assertThat(metrics).allSatisfy(metric -> {
            String unit = metric.group(4).equals("seconds") ? "_seconds" : "";
            String name =
                    metric.group(1).replace('.', '_') + unit + (metric.group(3).equals("counter") ? "_total" : "");
            assertThat(getter(metric.group(2))).as(metric.group()).isTrue();
            assertThat(made.contains(name) || BESIDE_THE_RULES.contains(name))
                    .as(name)
                    .isTrue();
        });
    }

    /** Each would be a time series of its own, and an id is a secret besides. */
    @Test
    void noSessionIsNamed() throws IOException {
        for (String file : List.of("jmx-exporter.yaml", "payara-metrics.xml", "grafana-dashboard.json")) {
            assertThat(read(file)).as(file).doesNotContainIgnoringCase("session_id", "session.id", "handle");
        }
    }

    @Test
    void dashboardShowsWhatTheRulesMake() throws IOException {
        Set<String> made = METRIC.matcher(read("jmx-exporter.yaml"))
                .results()
                .map(rule -> rule.group(1))
                .collect(Collectors.toSet());
        Set<String> shown = SHOWN.matcher(read("grafana-dashboard.json"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isNotEmpty().isSubsetOf(made);
    }

    private static boolean getter(String attribute) {
        return Arrays.stream(McpSessionsMXBean.class.getMethods())
                .anyMatch(method -> method.getName().equals("get" + attribute));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of("server-config/prometheus", file));
    }
}
