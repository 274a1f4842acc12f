package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPathsTest {

    @Test
    void text_namesEachMappingWithTheContextPath() {
        assertThat(new GuardedPaths("/app", List.of("/mcp/*", "/tools"), List.of("endpoint")))
                .hasToString("/app/mcp/*, /app/tools, servlet endpoint");
        assertThat(new GuardedPaths("", List.of("/mcp/*"), List.of())).hasToString("/mcp/*");
    }

    @Test
    void nullForNoMappings_isNone() {
        FilterRegistration filter = registration(FilterRegistration.class, "filter", null);
        ServletContext context = (ServletContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> method.getName().equals("getContextPath") ? "/app" : null);

        assertThat(GuardedPaths.of(context, filter)).isEqualTo(new GuardedPaths("/app", List.of(), List.of()));
        assertThat(GuardedPaths.of(context, null)).isEqualTo(new GuardedPaths("/app", List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"/mcp, /mcp/*", "/mcp, /mcp", "/nested/mcp, /mcp/*", "/tools/mcp, /tools/mcp/*"})
    void servletAtTheContextRootNamedAsAnEndpoint_isUnguarded(String contextPath, String pattern) {
        GuardedPaths guarded = new GuardedPaths(contextPath, List.of(pattern), List.of());

        for (String mapping : List.of("/*", "/", "")) {
            assertThat(guarded.unguardedRootServlet(servlet("endpoint", mapping)))
                    .isEqualTo("endpoint");
        }
    }

    @ParameterizedTest
    @CsvSource({"/app, /mcp/*", "'', /mcp/*", "/xmcp, /mcp/*", "/mcp/app, /mcp/*", "/mcp, *.mcp"})
    void servletAtAnotherContextRoot_isNoEndpoint(String contextPath, String pattern) {
        GuardedPaths guarded = new GuardedPaths(contextPath, List.of(pattern), List.of());

        assertThat(guarded.unguardedRootServlet(servlet("pages", "/*"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/*", "/", ""})
    void mappingThatMatchesTheContextRoot_guardsIt(String pattern) {
        GuardedPaths guarded = new GuardedPaths("/mcp", List.of("/mcp/*", pattern), List.of());

        assertThat(guarded.unguardedRootServlet(servlet("endpoint", "/*"))).isNull();
    }

    @Test
    void servletThatTheFilterIsMappedToByName_isGuarded() {
        GuardedPaths guarded = new GuardedPaths("/mcp", List.of("/mcp/*"), List.of("endpoint"));

        assertThat(guarded.unguardedRootServlet(servlet("endpoint", "/*"))).isNull();
    }

    @Test
    void containersOwnServletsAndOtherPaths_areNoEndpoints() {
        GuardedPaths guarded = new GuardedPaths("/mcp", List.of("/mcp/*"), List.of());

        assertThat(guarded.unguardedRootServlet(servlet("default", "/"))).isNull();
        assertThat(guarded.unguardedRootServlet(servlet("jsp", "*.jsp"))).isNull();
        assertThat(guarded.unguardedRootServlet(servlet("api", "/api/*"))).isNull();
        assertThat(guarded.unguardedRootServlet(Map.of("none", registration(ServletRegistration.class, "none", null))))
                .isNull();
    }

    private static Map<String, ServletRegistration> servlet(String name, String mapping) {
        return Map.of(name, registration(ServletRegistration.class, name, List.of(mapping)));
    }

    private static <T> T registration(Class<T> type, String name, List<String> mappings) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("getName") ? name : mappings));
    }
}
