package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.LogLines;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what: through a real connector, which is where callers have names. */
class JmxAuditLogTest {

    private static final String[] ONE_TEXT = {String.class.getName()};

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private MBeanRegistration registration;
    private ObjectName name;
    private LogLines log;

    @BeforeEach
    void register() throws Exception {
        registration = MBeanRegistration.register(new StubSessions(), new JmxNotifier(null), "test", "/audit");
        name = new ObjectName("dev.mcpsession:type=McpSessions,host=test,context=/audit");
        log = new LogLines(JmxAuditLog.CATEGORY);
    }

    @AfterEach
    void unregister() {
        log.close();
        registration.close();
    }

    @Test
    void namesTheCallerOfAConnectorThatAuthenticates() throws Exception {
        as("carol", connection -> {
            connection.invoke(name, "expireSession", new Object[] {"0123456789abcdef"}, ONE_TEXT);
            connection.setAttribute(name, new Attribute("IdleTimeoutSeconds", 60L));
        });

        assertThat(log.lines())
                .containsExactly(
                        "INFO /audit: operator carol called expireSession(0123456789abcdef): true",
                        "INFO /audit: operator carol set IdleTimeoutSeconds from 1800 to 60");
    }

    @Test
    void callersWithoutANameAreUnknown() throws Exception {
        server.invoke(name, "resetStatistics", new Object[0], new String[0]);
        as(null, connection -> connection.invoke(name, "sweep", new Object[0], new String[0]));

        assertThat(log.lines())
                .containsExactly(
                        "INFO /audit: operator unknown called resetStatistics()",
                        "INFO /audit: operator unknown called sweep(): 16");
    }

    /** It may be a session id, pasted where a handle belongs. */
    @Test
    void whatNamesNothingIsNotShown() throws Exception {
        server.invoke(name, "expireSession", new Object[] {"unknown"}, ONE_TEXT);

        assertThat(log.lines()).containsExactly("INFO /audit: operator unknown called expireSession(?): false");
    }

    @Test
    void eachChangeLeavesALine() throws Exception {
        server.invoke(name, "expireSessionsOf", new Object[] {"alice"}, ONE_TEXT);
        server.setAttribute(name, new Attribute("Accepting", false));
        server.setAttributes(
                name,
                new AttributeList(List.of(
                        new Attribute("MaxActiveSessions", 7),
                        new Attribute("SessionCounter", 0L),
                        new Attribute("MaxLifetimeSeconds", 9L))));

        assertThat(log.lines())
                .containsExactly(
                        "INFO /audit: operator unknown called expireSessionsOf(alice): 2",
                        "INFO /audit: operator unknown set Accepting from true to false",
                        "INFO /audit: operator unknown set MaxActiveSessions from 100 to 7",
                        "INFO /audit: operator unknown set MaxLifetimeSeconds from 0 to 9");
    }

    @Test
    void readingLeavesNone() throws Exception {
        server.getAttribute(name, "Sessions");
        assertThatThrownBy(() -> server.setAttribute(name, new Attribute("SessionCounter", 0L)))
                .isNotNull();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void lineBreaksInArguments_forgeNoLine() throws Exception {
        server.invoke(
                name,
                "expireSession",
                new Object[] {"a\r\nINFO /audit: operator root \u2028" + "x".repeat(100)},
                ONE_TEXT);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .doesNotContain("\n", "\r", "\u2028")
                .hasSizeLessThan(130);
    }

    private interface Deeds {
        void over(MBeanServerConnection connection) throws Exception;
    }

    /* A connector of our own, at an address that is not input. */
    @SuppressWarnings("BanJNDI")
    private void as(String caller, Deeds deeds) throws Exception {
        JMXAuthenticator authenticator =
                credentials -> new Subject(true, Set.of(new JMXPrincipal(caller)), Set.of(), Set.of());
        Map<String, Object> environment =
                caller == null ? Map.of() : Map.of(JMXConnectorServer.AUTHENTICATOR, authenticator);
        JMXConnectorServer connectors = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0), environment, server);
        connectors.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(connectors.getAddress())) {
            deeds.over(connector.getMBeanServerConnection());
        } finally {
            connectors.stop();
        }
    }
}
