package dev.mcpsession.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ConfigurationException;
import dev.mcpsession.config.ConfigurationReader;
import dev.mcpsession.config.Origin;
import dev.mcpsession.config.ProtocolVersions;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Any {@code name=value} as an init-param: it is refused in one sentence that says what was wrong, or within its
 * bounds.
 */
class ConfigurationFuzzTest {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    @FuzzTest(maxDuration = "")
    void configuration(byte[] setting) {
        String text = new String(setting, StandardCharsets.UTF_8);
        int equals = Math.max(0, text.indexOf('='));
        String name = text.substring(0, equals);
        String value = text.substring(Math.min(text.length(), equals + 1));
        Configuration read;
        try {
            read = ConfigurationReader.of(Map.of(name, value), context()).read();
        } catch (ConfigurationException e) {
            assertThat(e).hasMessageContaining(name).hasMessageStartingWith("The MCP session filter ");
            return;
        } catch (RuntimeException e) {
            throw new AssertionError("Not refused in a sentence: " + FuzzedRequest.printable(text), e);
        }
        assertWithinBounds(() -> FuzzedRequest.printable(text), read);
    }

    private static void assertWithinBounds(Supplier<String> what, Configuration read) {
        assertThat(read.idleTimeout()).as(what).isBetween(Duration.ZERO, LONGEST);
        assertThat(read.initializeTimeout()).as(what).isBetween(Duration.ZERO, LONGEST);
        assertThat(read.streamIdleTimeout()).as(what).isBetween(Duration.ZERO, LONGEST);
        assertThat(read.maxLifetime()).as(what).isBetween(Duration.ZERO, LONGEST);
        Duration sweep = read.sweepInterval();
        if (sweep != null) {
            assertThat(sweep).as(what).isBetween(Duration.ofSeconds(1), LONGEST);
        }
        assertThat(read.maxSessions() == -1 || read.maxSessions() >= 1).as(what).isTrue();
        assertThat(read.protocolVersions().listed())
                .as(what)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(revision -> ProtocolVersions.WITH_SESSIONS.contains(revision)
                        || ProtocolVersions.isNewerThanSessions(revision));
        assertThat(read.maxSessionsPerOwner() == -1 || read.maxSessionsPerOwner() >= 1)
                .as(what)
                .isTrue();
        assertThat(read.tenantClaim()).as(what).isNotBlank();
        assertThat(read.allowedOrigins().exact()).as(what).allSatisfy(origin -> {
            if (!origin.equals("null")) {
                assertThat(Origin.parse(origin)).as(what).isNotNull().hasToString(origin);
            }
        });
        assertThat(read.allowedOrigins().onAnyPort())
                .as(what)
                .allSatisfy(origin ->
                        assertThat(Origin.parse(origin)).as(what).isNotNull().hasToString(origin));
    }

    /** An application without context-params. */
    private static ServletContext context() {
        return (ServletContext) Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals("getInitParameterNames")) {
                        return Collections.emptyEnumeration();
                    }
                    throw new UnsupportedOperationException(called.getName());
                });
    }
}
