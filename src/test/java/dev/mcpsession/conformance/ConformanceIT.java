package dev.mcpsession.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.conformance.Suite.Check;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official conformance suite on the revisions that have sessions, against an endpoint of the MCP Java SDK behind
 * the filter.
 */
@NeedsNpm
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Tag("clients")
class ConformanceIT {

    /** How many checks of each scenario pass: these, or the suite has not looked, or has learned something. */
    private static final Map<String, Integer> PASSED = Map.ofEntries(
            entry("server-initialize", 3),
            entry("logging-set-level", 2),
            entry("ping", 2),
            entry("completion-complete", 2),
            entry("tools-list", 3),
            entry("tools-call-simple-text", 2),
            entry("tools-call-image", 2),
            entry("tools-call-audio", 2),
            entry("tools-call-embedded-resource", 2),
            entry("tools-call-mixed-content", 2),
            entry("tools-call-with-logging", 2),
            entry("tools-call-error", 2),
            entry("tools-call-with-progress", 2),
            entry("tools-call-sampling", 2),
            entry("tools-call-elicitation", 2),
            entry("elicitation-sep1034-defaults", 6),
            entry("elicitation-sep1330-enums", 6),
            entry("server-sse-multiple-streams", 2),
            entry("resources-list", 2),
            entry("resources-read-text", 2),
            entry("resources-read-binary", 2),
            entry("resources-templates-read", 2),
            entry("resources-subscribe", 2),
            entry("resources-unsubscribe", 2),
            entry("prompts-list", 2),
            entry("prompts-get-simple", 2),
            entry("prompts-get-with-args", 2),
            entry("prompts-get-embedded-resource", 2),
            entry("prompts-get-with-image", 2),
            entry("dns-rebinding-protection", 2),
            // Run with the others, but not scored.
            entry("server-session-lifecycle", 3),
            entry("json-schema-2020-12", 8),
            entry("server-sse-polling", 0));

    /** What is wrong with the last one: the endpoint does not replay events. */
    private static final List<String> WARNINGS = List.of(
            "server-sse-priming-event: WARNING",
            "server-sse-retry-field: WARNING",
            "server-sse-disconnect-resume: WARNING");

    @ArquillianResource
    private URL deployment;

    @Deployment(testable = false)
    static WebArchive fixture() {
        return Wars.withJavaSdk()
                .addClasses(
                        FixtureEndpoint.class,
                        FixtureTools.class,
                        FixtureResources.class,
                        FixturePrompts.class,
                        Media.class);
    }

    @Test
    void everyScenarioOfTheLastRevisionWithSessionsPasses() throws Exception {
        Suite suite = Suite.run("java-2025-11-25", endpoint(), "--requirements", "2025-11-25");

        assertThat(suite.complaints())
                .as("%s", suite.log())
                .extracting(Check::outcome)
                .isEqualTo(WARNINGS);
        assertThat(suite.passed()).as("%s", suite.log()).isEqualTo(PASSED);
        assertThat(suite.exitCode()).isZero();
    }

    /* Not scored above, and green by itself where there is nothing to see: hence the exact number. */
    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void sessionsOpenAndEndAsTheRevisionSays(String revision) throws Exception {
        Suite suite = Suite.run(
                "java-session-lifecycle-" + revision,
                endpoint(),
                "--scenario",
                "server-session-lifecycle",
                "--spec-version",
                revision);

        assertThat(suite.complaints()).as("%s", suite.log()).isEmpty();
        assertThat(suite.passed()).as("%s", suite.log()).isEqualTo(Map.of("server-session-lifecycle", 3));
        assertThat(suite.exitCode()).isZero();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + deployment.getPort() + deployment.getPath() + "mcp";
    }
}
