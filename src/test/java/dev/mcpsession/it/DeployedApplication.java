package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import java.net.URL;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Base class of the tests of one application, which Arquillian deploys for the class. Each test begins with no session
 * and with statistics that count from zero.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
abstract class DeployedApplication {

    @ArquillianResource
    URL deployment;

    Mcp mcp;
    Jmx jmx;

    @BeforeEach
    final void connect() throws Exception {
        mcp = new Mcp(deployment);
        jmx = Jmx.connect();
        assertThat(jmx.number("ActiveSessions"))
                .as("sessions of the test before")
                .isZero();
        jmx.invoke("resetStatistics");
    }

    /** Waits until no session is live: each has been idle for too long. */
    final void awaitSuspension() {
        await().atMost(Duration.ofSeconds(10)).until(() -> jmx.number("ActiveSessions") == 0);
    }

    @AfterEach
    final void disconnect() throws Exception {
        try {
            jmx.expireAll();
        } finally {
            jmx.close();
        }
    }
}
