package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.Caller;
import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.Ownership;
import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.it.client.TokenIssuer;
import dev.mcpsession.it.client.TokenIssuer.Claims;
import dev.mcpsession.it.endpoint.TokenUsers;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.openmbean.CompositeData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose a session is where users come with MicroProfile JSON web tokens, which the container verifies. */
@NotOn(value = Server.LIBERTY, because = "it asks for name and password where MicroProfile tokens are to be shown")
@NotOn(
        value = Server.GLASSFISH_8,
        because = "it finds two mechanisms for MicroProfile tokens and refuses every request")
@NotOn(value = Server.TOMEE, because = "there is no MicroProfile in its milestone")
@NotOn(
        value = {Server.TOMCAT, Server.JETTY},
        because = "it has no MicroProfile")
class TokenOwnerIT extends DeployedApplication {

    private static final Claims ALICE = new Claims("https://idp.example", "alice", "desktop", "acme");
    private static final TokenIssuer ISSUER = new TokenIssuer();

    private Ownership sessions;

    @Deployment(testable = false)
    static WebArchive demo() {
        return DemoWar.with(Map.of("resumeKey", SecretsRecorder.keep("89abcdef01234567".repeat(4))))
                .addClass(TokenUsers.class)
                .addAsResource(
                        new StringAsset("mp.jwt.verify.publickey=" + ISSUER.publicKeyPem() + "\nmp.jwt.verify.issuer="
                                + ALICE.issuer() + "\n"),
                        "META-INF/microprofile-config.properties");
    }

    @BeforeEach
    void authenticate() {
        sessions = new Ownership(mcp);
    }

    @ParameterizedTest
    @EnumSource
    void sessionOutlivesItsToken(Endpoint endpoint) throws Exception {
        Caller first = ISSUER.issue(ALICE);
        Caller renewed = ISSUER.issue(ALICE);
        assertThat(renewed).isNotEqualTo(first);

        String session = sessions.open(endpoint, first);

        assertThat(owner()).isEqualTo("alice at https://idp.example by desktop of acme");
        assertThat(sessions.ping(endpoint, session, renewed)).isEqualTo(200);
        assertThat(sessions.delete(endpoint, session, renewed)).isIn(200, 204);
    }

    @ParameterizedTest
    @EnumSource
    void suspendedSession_isResumedByARenewedToken_andByNoOther(Endpoint endpoint) throws Exception {
        Object before = jmx.get("IdleTimeoutSeconds");
        String session = sessions.open(endpoint, ISSUER.issue(ALICE));
        jmx.set("IdleTimeoutSeconds", 1L);
        try {
            awaitSuspension();
            Claims stranger = new Claims(ALICE.issuer(), ALICE.subject(), ALICE.client(), "other");
            sessions.assertNoSuchSession(endpoint, session, ISSUER.issue(stranger));
            assertThat(sessions.ping(endpoint, session, ISSUER.issue(ALICE))).isEqualTo(200);
        } finally {
            jmx.set("IdleTimeoutSeconds", before);
        }
        assertThat(jmx.number("ResumedSessions")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource
    void sessionDoesNotExistForAnotherToken(Endpoint endpoint, Claims other) throws Exception {
        Caller owner = ISSUER.issue(ALICE);
        String session = sessions.open(endpoint, owner);
        int tried = sessions.assertNoSuchSession(endpoint, session, ISSUER.issue(other));
        assertThat(jmx.number("OwnerMismatches")).isEqualTo(tried);
        assertThat(sessions.ping(endpoint, session, owner)).isEqualTo(200);
    }

    static Stream<Arguments> sessionDoesNotExistForAnotherToken() {
        return Stream.of(Endpoint.values())
                .flatMap(endpoint -> Stream.of(
                                ALICE.withSubject("bob"), ALICE.withClient("laptop"), ALICE.withTenant("other"))
                        .map(other -> Arguments.of(endpoint, other)));
    }

    /** The server itself refuses an issuer that it does not know. */
    @ParameterizedTest
    @EnumSource
    void anotherIssuersTokenGainsNothing(Endpoint endpoint) throws Exception {
        String session = sessions.open(endpoint, ISSUER.issue(ALICE));
        Caller other = ISSUER.issue(ALICE.withIssuer("https://other.example"));
        assertThat(sessions.ping(endpoint, session, other)).isIn(401, 404);
        assertThat(sessions.delete(endpoint, session, other)).isIn(401, 404);
        Caller forger = new TokenIssuer().issue(ALICE);
        assertThat(sessions.ping(endpoint, session, forger)).isIn(401, 404);
        assertThat(sessions.delete(endpoint, session, forger)).isIn(401, 404);
        assertThat(sessions.ping(endpoint, session, ISSUER.issue(ALICE))).isEqualTo(200);
    }

    private String owner() throws Exception {
        assertThat(jmx.sessions()).hasSize(1);
        CompositeData row = jmx.sessions().get(0);
        return (String) row.get("owner");
    }
}
