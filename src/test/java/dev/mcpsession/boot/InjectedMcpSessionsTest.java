package dev.mcpsession.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpsession.engine.SessionListener;
import jakarta.enterprise.inject.Instance;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which sessions are injected, where several servlet contexts share the beans. */
class InjectedMcpSessionsTest {

    private final McpSessionServices services = new McpSessionServices();
    private final OwnExecutor executor = new OwnExecutor("/injected");
    private final ServletContext first = StubServletContext.of("/first", new HashMap<>());
    private final ServletContext second = StubServletContext.of("/second", new HashMap<>());

    @AfterEach
    void stop() {
        services.stopAll();
        executor.close();
    }

    @Test
    void ofOneContext_theSessionsNeedNoRequest() {
        start(first);

        assertThat(services.registry(requestOf(null)))
                .isSameAs(services.of(first).registry());
    }

    @Test
    void ofSeveralContexts_theSessionsAreThoseOfTheRequest() {
        start(first);
        start(second);

        assertThat(services.registry(requestOf(second)))
                .isSameAs(services.of(second).registry())
                .isNotSameAs(services.of(first).registry());
    }

    @Test
    void ofSeveralContexts_aThreadWithoutRequestHasNone() {
        start(first);
        start(second);

        assertThatIllegalStateException().isThrownBy(() -> services.registry(requestOf(null)));
    }

    @Test
    void beforeTheStartAndAfterTheEnd_thereAreNone() {
        assertThatIllegalStateException().isThrownBy(() -> services.registry(requestOf(first)));
        start(first);
        services.stopAll();
        assertThatIllegalStateException().isThrownBy(() -> services.registry(requestOf(first)));
    }

    private void start(ServletContext context) {
        services.of(context).start(context, executor.executor(), Thread::new, null, SessionListener.none());
    }

    /* A request of that context; null for a thread that handles none, where CDI fails, in some implementations by this exception. */
    @SuppressWarnings("unchecked")
    private static Instance<HttpServletRequest> requestOf(@Nullable ServletContext context) {
        return fake(Instance.class, context == null ? null : fake(HttpServletRequest.class, context));
    }

    private static <T> T fake(Class<T> type, @Nullable Object result) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (result == null) {
                throw new NullPointerException("No request");
            }
            return result;
        }));
    }
}
