package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MBeanRegistrationTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "server /app dev.mcpsession:type=McpSessions,host=server,context=/app",
                "server '' dev.mcpsession:type=McpSessions,host=server,context=/",
                "'' /app dev.mcpsession:type=McpSessions,host=,context=/app",
                "mcp.example.com /a/b-c_d.e~1 dev.mcpsession:type=McpSessions,host=mcp.example.com,context=/a/b-c_d.e~1",
                "'Catalina (x)' '/a b' 'dev.mcpsession:type=McpSessions,host=Catalina (x),context=/a b'",
                "server /ä%20 dev.mcpsession:type=McpSessions,host=server,context=/ä%20",
                "[::1] /app 'dev.mcpsession:type=McpSessions,host=\"[::1]\",context=/app'",
                "server /a,b 'dev.mcpsession:type=McpSessions,host=server,context=\"/a,b\"'",
                "server /a=b 'dev.mcpsession:type=McpSessions,host=server,context=\"/a=b\"'",
                "server /a*b 'dev.mcpsession:type=McpSessions,host=server,context=\"/a\\*b\"'",
                "server /a?b 'dev.mcpsession:type=McpSessions,host=server,context=\"/a\\?b\"'"
            })
    void theNameIsQuotedWhereItMustBeAndOnlyThere(String host, String contextPath, String name) throws Exception {
        assertThat(MBeanRegistration.name(host, contextPath)).hasToString(name);
    }

    @Test
    void withoutAHostItIsTheDefaultOne() throws MalformedObjectNameException {
        assertThat(MBeanRegistration.name(null, "/app"))
                .hasToString("dev.mcpsession:type=McpSessions,host=default,context=/app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a,b", "/a=b", "/a:b", "/a\"b", "/a*b", "/a?b", "/a\nb", "/a\\b", "/plain", ""})
    void everyPathCanBeRegistered(String contextPath) throws Exception {
        ObjectName name = MBeanRegistration.name("paths", contextPath);

        try (MBeanRegistration registration = register("paths", contextPath)) {
            assertThat(registration).isNotNull();
            assertThat(name.isPattern()).isFalse();
            assertThat(server.isRegistered(name)).isTrue();
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        register("host", "/closed").close();

        assertThat(server.isRegistered(MBeanRegistration.name("host", "/closed")))
                .isFalse();
    }

    @Test
    void canBeClosedTwice() {
        MBeanRegistration registration = register("host", "/twice");
        registration.close();

        assertThatCode(registration::close).doesNotThrowAnyException();
    }

    @Test
    void theSecondCloseLeavesASuccessorAlone() throws Exception {
        MBeanRegistration before = register("host", "/redeployed");
        before.close();

        try (MBeanRegistration after = register("host", "/redeployed")) {
            before.close();
            assertThat(after).isNotNull();
            assertThat(server.isRegistered(MBeanRegistration.name("host", "/redeployed")))
                    .isTrue();
        }
    }

    @Test
    void aNameThatIsTakenIsNoFailure() throws Exception {
        try (MBeanRegistration owner = register("host", "/taken")) {
            assertThat(owner).isNotNull();
            register("host", "/taken").close();

            assertThat(server.isRegistered(MBeanRegistration.name("host", "/taken")))
                    .as("still the owner's")
                    .isTrue();
        }
    }

    @Test
    void nameUnregisteredBefore_noFailure() throws Exception {
        MBeanRegistration registration = register("host", "/stolen");
        server.unregisterMBean(MBeanRegistration.name("host", "/stolen"));

        assertThatCode(registration::close).doesNotThrowAnyException();
    }

    private static MBeanRegistration register(String host, String contextPath) {
        return MBeanRegistration.register(new StubSessions(), new JmxNotifier(null), host, contextPath);
    }
}
