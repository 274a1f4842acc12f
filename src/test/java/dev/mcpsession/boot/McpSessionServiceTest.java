package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpsession.LogLines;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.engine.SessionListener;
import dev.mcpsession.filter.McpSessionFilter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class McpSessionServiceTest {

    private final Map<Object, Object> attributes = new HashMap<>();
    private final Map<String, String> contextParameters = new HashMap<>();
    private final List<String> scheduled = new ArrayList<>();
    private final ServletContext context = context();
    private final McpSessionService service = new McpSessionService();

    @AfterEach
    void stop() {
        service.stop();
    }

    @Test
    void connectsTheFilter() {
        service.start(context, executor(), Thread::new, null, SessionListener.none());

        FilterConfig config = fake(FilterConfig.class, (proxy, method, arguments) -> context);
        assertThatCode(() -> new McpSessionFilter().init(config)).doesNotThrowAnyException();
    }

    @Test
    void startsTheSweepTheKeepAliveAndTheMXBeanOnce() throws Exception {
        service.start(context, executor(), Thread::new, null, SessionListener.none());
        service.start(context, executor(), Thread::new, null, SessionListener.none());

        assertThat(scheduled).containsExactly("scheduleWithFixedDelay", "scheduleWithFixedDelay");
        assertThat(isVisible()).isTrue();
    }

    @Test
    void stopsWhatItHasStarted() throws Exception {
        service.start(context, executor(), Thread::new, null, SessionListener.none());

        service.stop();
        service.stop();

        assertThat(scheduled).containsExactly("scheduleWithFixedDelay", "scheduleWithFixedDelay", "cancel", "cancel");
        assertThat(isVisible()).isFalse();
    }

    @Test
    void saysOnceWhatItRunsWithAndOnceWhatHasHappened() {
        contextParameters.put("mcp.session.maxSessions", "7");
        try (LogLines log = new LogLines(McpSessionService.class.getName())) {
            service.start(context, executor(), Thread::new, null, SessionListener.none());
            service.start(context, executor(), Thread::new, null, SessionListener.none());
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO /service: MCP sessions started: guards ; idleTimeout=PT30M (default), ")
                    .contains("maxSessions=7 (context-param mcp.session.maxSessions)");

            service.stop();
            service.stop();
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(1))
                    .isEqualTo(
                            "INFO /service: MCP sessions stopped: 0 opened and ended, 0 refused,"
                                    + " 0 requests without a live session, 0 of a caller other than the owner; since the start or the last reset of the counters");
        }
    }

    @Test
    void startLine_namesTheGuardedPaths() {
        attributes.put(
                ApplicationConfiguration.class.getName(),
                new ApplicationConfiguration(
                        ApplicationConfiguration.of(context).configuration(),
                        "settings",
                        new GuardedPaths("/service", List.of("/mcp/*", "/more"), List.of()),
                        null));
        try (LogLines log = new LogLines(McpSessionService.class.getName())) {
            service.start(context, executor(), Thread::new, null, SessionListener.none());
            assertThat(log.lines())
                    .containsExactly(
                            "INFO /service: MCP sessions started: guards /service/mcp/*, /service/more; settings");
        }
    }

    @Test
    void canBeStoppedBeforeItHasStarted() {
        assertThatCode(service::stop).doesNotThrowAnyException();
    }

    @Test
    void doesNotStartWithABadConfiguration() throws Exception {
        contextParameters.put("mcp.session.maxSessions", "many");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> service.start(context, executor(), Thread::new, null, SessionListener.none()));

        assertThat(scheduled).isEmpty();
        assertThat(isVisible()).isFalse();
    }

    private static boolean isVisible() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("dev.mcpsession:type=McpSessions,host=default,context=/service"));
    }

    private ServletContext context() {
        return fake(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getContextPath" -> "/service";
            case "getVirtualServerName", "getFilterRegistration" -> null;
            case "getInitParameterNames" -> Collections.enumeration(contextParameters.keySet());
            case "getInitParameter" -> contextParameters.get(arguments[0]);
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Runs nothing and remembers everything; that it cannot be shut down is part of the test. */
    private ScheduledExecutorService executor() {
        ScheduledFuture<?> task =
                fake(ScheduledFuture.class, (proxy, method, arguments) -> scheduled.add(method.getName()));
        return fake(ScheduledExecutorService.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("schedule")) {
                throw new UnsupportedOperationException(method.getName());
            }
            scheduled.add(method.getName());
            return task;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
