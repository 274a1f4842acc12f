package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.Ownership;
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.it.endpoint.Users;
import dev.mcpsession.it.server.DemoWar;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may resume a session, with users that the container authenticates by HTTP Basic. */
class ResumptionOwnerIT extends DeployedApplication {

    private static final Caller ALICE = Caller.named("alice");
    private static final Caller BOB = Caller.named("bob");

    private Ownership sessions;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of(
                        "resumeKey", SecretsRecorder.keep("89abcdef01234567".repeat(4)),
                        "idleTimeout", "PT1S",
                        "sweepInterval", "PT1S"))
                .addClass(Users.class);
    }

    @BeforeEach
    void authenticate() {
        sessions = new Ownership(mcp);
    }

    @ParameterizedTest
    @EnumSource
    void otherCaller_isAnsweredAsForAnUnknownId_andTheOwnerResumes(Endpoint endpoint) throws Exception {
        String session = sessions.open(endpoint, ALICE);
        awaitSuspension();

        sessions.assertNoSuchSession(endpoint, session, BOB);
        sessions.assertNoSuchSession(endpoint, session, Caller.ANONYMOUS);
        assertThat(jmx.number("ResumedSessions")).isZero();
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
        assertThat(jmx.sessions().get(0).get("owner")).isEqualTo("alice");
    }

    @ParameterizedTest
    @EnumSource
    void anonymousSessionThatGotAnOwner_isResumedByThatOwnerOnly(Endpoint endpoint) throws Exception {
        String session = sessions.open(endpoint, Caller.ANONYMOUS);
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
        awaitSuspension();

        sessions.assertNoSuchSession(endpoint, session, BOB);
        sessions.assertNoSuchSession(endpoint, session, Caller.ANONYMOUS);
        assertThat(sessions.ping(endpoint, session, ALICE)).isEqualTo(200);
    }
}
