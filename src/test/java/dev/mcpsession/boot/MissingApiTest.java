package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library is loaded by a class loader that does not have one of the APIs that servlet containers lack. */
class MissingApiTest {

    private static final List<String> OPTIONAL = List.of(
            "jakarta.annotation.",
            "jakarta.enterprise.",
            "jakarta.enterprise.concurrent.",
            "jakarta.inject.",
            "jakarta.json.bind.",
            "org.eclipse.microprofile.jwt.");
    private static final List<String> CLASSES_THAT_CONTAINERS_LOAD = List.of(
            "dev.mcpsession.boot.McpSessionInitializer",
            "dev.mcpsession.boot.McpSessionListener",
            "dev.mcpsession.filter.McpSessionFilter",
            "dev.mcpsession.filter.RawPathFilter");

    private final Map<Object, Object> attributes = new HashMap<>();

    static Stream<List<String>> missing() {
        return Stream.concat(OPTIONAL.stream().map(List::of), Stream.of(OPTIONAL));
    }

    /** Containers look at the members of what they make, for annotations. */
    @ParameterizedTest
    @MethodSource("missing")
    void optionalApiIsMissing_containerCanLookAtEveryMember(List<String> missing) throws Exception {
        Without loader = new Without(missing);
        for (String name : CLASSES_THAT_CONTAINERS_LOAD) {
            Class<?> type = Class.forName(name, true, loader);
            assertThat(type.getClassLoader()).isSameAs(loader);
            assertThat(type.getDeclaredFields())
                    .as("%s without %s", name, missing)
                    .isNotEmpty();
            assertThat(type.getDeclaredMethods()).isNotEmpty();
            assertThat(type.getDeclaredConstructors()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("missing")
    void optionalApiIsMissing_sessionsStartAndStop(List<String> missing) throws Exception {
        Without loader = new Without(missing);
        ServletContextListener listener =
                make(loader, "dev.mcpsession.boot.McpSessionListener", ServletContextListener.class);
        ServletContextEvent event = new ServletContextEvent(StubServletContext.of("/missing", attributes));

        assertThatCode(() -> listener.contextInitialized(event)).doesNotThrowAnyException();
        assertThat(attributes.keySet()).contains("dev.mcpsession.filter.McpSessionFilter");
        listener.contextDestroyed(event);
    }

    @Test
    void jsonProcessingIsMissing_deploymentFailsWithTheArtifactToAdd() throws Exception {
        ServletContainerInitializer initializer = make(
                new Without(List.of("jakarta.json.")),
                "dev.mcpsession.boot.McpSessionInitializer",
                ServletContainerInitializer.class);

        assertThatThrownBy(() -> initializer.onStartup(null, StubServletContext.of("/missing", attributes)))
                .hasMessageContaining("Jakarta JSON Processing")
                .hasMessageContaining("add org.eclipse.parsson:parsson to the application");
    }

    @Test
    void jsonBindingIsMissing_deploymentWithAResumeKeyFailsWithTheArtifactToAdd() throws Exception {
        System.setProperty("mcp.session.resumeKey", "00".repeat(32));
        try {
            ServletContextListener listener = make(
                    new Without(List.of("jakarta.json.bind.")),
                    "dev.mcpsession.boot.McpSessionListener",
                    ServletContextListener.class);
            ServletContextEvent event = new ServletContextEvent(StubServletContext.of("/missing", attributes));

            assertThatThrownBy(() -> listener.contextInitialized(event))
                    .hasMessageContaining("Jakarta JSON Binding where resumeKey is set")
                    .hasMessageContaining("add org.eclipse:yasson to the application");
        } finally {
            System.clearProperty("mcp.session.resumeKey");
        }
    }

    private static <T> T make(Without loader, String name, Class<T> type) throws ReflectiveOperationException {
        return type.cast(Class.forName(name, true, loader).getConstructor().newInstance());
    }

    /** Loads the library itself, and everything else from the class path except what is missing. */
    private static final class Without extends ClassLoader {

        private final List<String> missing;

        Without(List<String> missing) {
            super(MissingApiTest.class.getClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (missing.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.mcpsession.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
