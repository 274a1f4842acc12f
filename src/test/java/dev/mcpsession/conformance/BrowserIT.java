package dev.mcpsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.conformance.DrivenClient.Answer;
import dev.mcpsession.it.server.DemoWar;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official client in pages of a real browser, on an endpoint of another origin: a page of a listed origin has a
 * whole session, and any other none.
 */
@NeedsNpm
@NeedsBrowser
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Tag("clients")
class BrowserIT {

    /** Two names of this machine, which to a browser are two origins; the endpoint's own has another port. */
    private static final String LISTED = "localhost";

    private static final String UNLISTED = "127.0.0.1";
    private static final Duration SOON = Duration.ofSeconds(10);

    @ArquillianResource
    private URL deployment;

    private Operator operator;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("allowedOrigins", "http://" + LISTED + ":*"));
    }

    @BeforeEach
    void connect() throws Exception {
        operator = Operator.connect();
        operator.expireAll();
    }

    @AfterEach
    void disconnect() throws Exception {
        operator.close();
    }

    @ParameterizedTest
    @CsvSource({"client-typescript-1.mjs, ''", "client-typescript-2.mjs, legacy", "client-typescript-2.mjs, auto"})
    void pageOfAListedOriginHasAWholeSession(String script, String option) throws Exception {
        try (DrivenClient page = open(LISTED, script, option)) {
            done(page, Command.CONNECT);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(operator.activeStreams())
                            .as("GET streams")
                            .isEqualTo(1));
            done(page, Command.LIST);
            done(page, Command.CALL);
            assertThat(done(page, Command.COUNTDOWN).progress())
                    .as("notifications of progress")
                    .isEqualTo(2);
            assertThat(operator.activeSessions()).isEqualTo(1);

            operator.expireAll();
            Answer refused = page.answer(Command.CALL);
            assertThat(refused.ok()).isFalse();
            assertThat(refused.error()).as("what the page could read").contains("Session not found");

            done(page, Command.CONNECT);
            done(page, Command.CALL);
            assertThat(operator.activeSessions()).isEqualTo(1);
            done(page, Command.TERMINATE);
            assertThat(operator.activeSessions()).as("after its DELETE").isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"client-typescript-1.mjs, ''", "client-typescript-2.mjs, legacy", "client-typescript-2.mjs, auto"})
    void pageOfAnotherOriginHasNone(String script, String option) throws Exception {
        long before = operator.sessionsOpened();
        try (DrivenClient page = open(UNLISTED, script, option)) {
            Answer refused = page.answer(Command.CONNECT);

            assertThat(refused.ok()).isFalse();
            assertThat(refused.error()).as("what the page could read").contains("Failed to fetch");
            assertThat(operator.sessionsOpened()).isEqualTo(before);
        }
    }

    private DrivenClient open(String host, String script, String option) {
        URI endpoint = URI.create("http://127.0.0.1:" + deployment.getPort() + deployment.getPath() + "mcp");
        return NodeClient.start("client-browser.mjs", endpoint, host, script, option);
    }

    private static Answer done(DrivenClient page, Command command) {
        Answer answer = page.answer(command);
        assertThat(answer.ok()).as("%s: %s", command, answer.error()).isTrue();
        return answer;
    }
}
