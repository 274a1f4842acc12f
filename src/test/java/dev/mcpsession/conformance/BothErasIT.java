package dev.mcpsession.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.conformance.ClientTable.Column;
import dev.mcpsession.conformance.Suite.Check;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An endpoint of both eras, with the filter and without it: the official TypeScript SDK behind a proxy, at {@code /mcp}
 * and at {@code /direct}. The official conformance suite finds one difference between the two, and real clients work.
 */
@NeedsNpm
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Tag("clients")
class BothErasIT {

    /** What the endpoint does by itself, which looks at no header: the one scored scenario that it fails. */
    private static final Map<String, List<String>> REBINDING_WITHOUT_THE_FILTER = Map.of(
            "dns-rebinding-protection",
            List.of("localhost-host-rebinding-rejected: FAILURE", "localhost-host-valid-accepted: SUCCESS"));

    private static final Map<String, List<String>> REBINDING_WITH_THE_FILTER = Map.of(
            "dns-rebinding-protection",
            List.of("localhost-host-rebinding-rejected: SUCCESS", "localhost-host-valid-accepted: SUCCESS"));

    /** How many checks of each scored scenario pass. The others ask for extensions that the endpoint does not have. */
    private static final Map<String, Integer> PASSED = Map.ofEntries(
            entry("server-stateless", 30),
            entry("completion-complete", 2),
            entry("tools-list", 4),
            entry("tools-call-simple-text", 2),
            entry("tools-call-image", 2),
            entry("tools-call-audio", 2),
            entry("tools-call-embedded-resource", 2),
            entry("tools-call-mixed-content", 2),
            entry("tools-call-error", 2),
            entry("tools-call-with-progress", 2),
            entry("server-sse-multiple-streams", 1),
            entry("resources-list", 2),
            entry("resources-read-text", 2),
            entry("resources-read-binary", 2),
            entry("resources-templates-read", 2),
            entry("sep-2164-resource-not-found", 4),
            entry("prompts-list", 2),
            entry("prompts-get-simple", 2),
            entry("prompts-get-with-args", 2),
            entry("prompts-get-embedded-resource", 2),
            entry("prompts-get-with-image", 2),
            entry("dns-rebinding-protection", 2),
            entry("caching", 8),
            entry("input-required-result-basic-elicitation", 3),
            entry("input-required-result-basic-sampling", 3),
            entry("input-required-result-basic-list-roots", 3),
            entry("input-required-result-request-state", 3),
            entry("input-required-result-multiple-input-requests", 3),
            entry("input-required-result-multi-round", 4),
            entry("input-required-result-missing-input-response", 2),
            entry("input-required-result-non-tool-request", 3),
            entry("input-required-result-result-type", 2),
            entry("input-required-result-unsupported-methods", 2),
            entry("input-required-result-tampered-state", 2),
            entry("input-required-result-capability-check", 2),
            entry("input-required-result-ignore-extra-params", 2),
            entry("input-required-result-validate-input", 3),
            // Not scored, but all about headers.
            entry("http-header-validation", 14),
            entry("http-custom-header-server-validation", 10));

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <context-param>
                <param-name>mcp.session.protocolVersions</param-name>
                <param-value>2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25, 2026-07-28</param-value>
              </context-param>
              <servlet>
                <servlet-name>node</servlet-name>
                <servlet-class>%s</servlet-class>
                <init-param><param-name>node</param-name><param-value>%s</param-value></init-param>
                <init-param><param-name>script</param-name><param-value>%s</param-value></init-param>
                <load-on-startup>1</load-on-startup>
                <async-supported>true</async-supported>
              </servlet>
              <servlet-mapping>
                <servlet-name>node</servlet-name>
                <url-pattern>/mcp</url-pattern>
                <url-pattern>/direct</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    @ArquillianResource
    private URL deployment;

    @Deployment(testable = false)
    static WebArchive dualEra() {
        String webXml = WEB_XML.formatted(NodeEndpoint.class.getName(), Node.executable(), Node.script("server.mjs"));
        return Wars.bare().addClass(NodeEndpoint.class).setWebXML(new StringAsset(webXml));
    }

    @Test
    void theFilterChangesNothingButTheProtectionAgainstDnsRebinding() throws Exception {
        Suite direct = Suite.run("node-2026-07-28-direct", url("direct"), "--requirements", "2026-07-28");
        Suite filtered = Suite.run("node-2026-07-28-filtered", url("mcp"), "--requirements", "2026-07-28");

        assertThat(outcomes(direct)).containsAllEntriesOf(REBINDING_WITHOUT_THE_FILTER);
        assertThat(outcomes(filtered))
                .as("%s", filtered.log())
                .isEqualTo(with(outcomes(direct), REBINDING_WITH_THE_FILTER));
        assertThat(filtered.passed()).as("%s", filtered.log()).containsAllEntriesOf(PASSED);
        assertThat(filtered.exitCode()).isZero();
        assertThat(direct.exitCode()).isEqualTo(1);
    }

    /* An endpoint that knows nothing of sessions: the filter issues them. */
    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void theOtherEraHasSessionsThatTheFilterIssues(String revision) throws Exception {
        Suite suite = Suite.run(
                "node-session-lifecycle-" + revision,
                url("mcp"),
                "--scenario",
                "server-session-lifecycle",
                "--spec-version",
                revision);

        assertThat(suite.complaints()).as("%s", suite.log()).isEmpty();
        assertThat(suite.passed()).as("%s", suite.log()).isEqualTo(Map.of("server-session-lifecycle", 3));
        assertThat(suite.exitCode()).isZero();
    }

    static List<TestedClient> clients() {
        return TestedClient.WHERE_BOTH_ERAS_ARE_SERVED;
    }

    @ParameterizedTest
    @MethodSource
    void clients(TestedClient client) throws Exception {
        try (Operator operator = Operator.connect()) {
            Map<Column, String> outcomes = ClientBehavior.of(client, URI.create(url("mcp")), operator);

            assertThat(ClientTable.line(client.row(), outcomes))
                    .isEqualTo(ClientTable.line(client.row(), ClientTable.rows().get(client.row())));
        }
    }

    private static SortedMap<String, List<String>> outcomes(Suite suite) {
        SortedMap<String, List<String>> outcomes = new TreeMap<>();
        suite.scenarios()
                .forEach((name, checks) ->
                        outcomes.put(name, checks.stream().map(Check::outcome).toList()));
        return outcomes;
    }

    private static SortedMap<String, List<String>> with(
            SortedMap<String, List<String>> outcomes, Map<String, List<String>> others) {
        SortedMap<String, List<String>> all = new TreeMap<>(outcomes);
        all.putAll(others);
        return all;
    }

    private String url(String endpoint) {
        return "http://127.0.0.1:" + deployment.getPort() + deployment.getPath() + endpoint;
    }
}
