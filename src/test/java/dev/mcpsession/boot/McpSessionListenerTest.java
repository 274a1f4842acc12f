package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.LogLines;
import dev.mcpsession.OwnerResolver;
import jakarta.servlet.ServletContextEvent;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The listener where the API of CDI is present and CDI is not, as in Jetty. */
class McpSessionListenerTest {

    private final Map<Object, Object> attributes = new HashMap<>();
    private final ServletContextEvent event = new ServletContextEvent(StubServletContext.of("/listener", attributes));
    private final McpSessionListener first = new McpSessionListener();
    private final McpSessionListener second = new McpSessionListener();

    @AfterEach
    void stop() {
        second.contextDestroyed(event);
        first.contextDestroyed(event);
    }

    @Test
    void withoutCdi_theSessionsAreSweptByAThreadOfTheirOwn_whichEndsWithTheApplication() throws Exception {
        first.contextInitialized(event);
        assertThat(isVisible()).isTrue();
        await().until(() -> threads().size() == 1);
        assertThat(threads()).allMatch(Thread::isDaemon);

        first.contextDestroyed(event);
        assertThat(isVisible()).isFalse();
        assertThat(threads()).isEmpty();
    }

    @Test
    void ofTwoListeners_theFirstStartsTheSessions() throws Exception {
        first.contextInitialized(event);
        second.contextInitialized(event);
        await().until(() -> threads().size() == 1);

        second.contextDestroyed(event);
        assertThat(isVisible()).isTrue();
    }

    @Test
    void restartedApplication_startsItsSessionsAgain() throws Exception {
        first.contextInitialized(event);
        first.contextDestroyed(event);
        second.contextInitialized(event);

        assertThat(isVisible()).isTrue();
    }

    @Test
    void withoutCdi_anInfoSaysThatBeansAreNotUsed() {
        try (LogLines log = new LogLines(McpSessionListener.class.getName())) {
            first.contextInitialized(event);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "INFO /listener: the application runs without CDI: a bean of it that is an OwnerResolver");
        }
    }

    @Test
    void ownerResolverThatWasHandedOver_needsNoBean() {
        OwnerResolver owners = request -> null;
        attributes.put(OwnerResolver.class.getName(), owners);
        try (LogLines log = new LogLines(McpSessionListener.class.getName())) {
            first.contextInitialized(event);
            assertThat(log.lines()).isEmpty();
        }
    }

    private static boolean isVisible() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("dev.mcpsession:type=McpSessions,host=default,context=/listener"));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mcp-session-filter /listener"))
                .toList();
    }
}
