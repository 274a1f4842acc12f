package dev.mcpsession.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import dev.mcpsession.engine.ClientInfo;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import dev.mcpsession.engine.KeepAlives;
import dev.mcpsession.engine.RegistryListener;
import dev.mcpsession.engine.Reservation;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.servlet.FakeServletContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter through its public door, in front of an endpoint that reads the body, with one live session of each kind.
 */
final class FuzzedFilter {

    static final String PATH = "/mcp";
    static final String LOCAL_ADDRESS = "127.0.0.1";
    static final String LISTED_ORIGIN = "https://app.example.com";

    /** The id of the session that the endpoint has named. */
    static final String ADOPTED = "adopted";

    /** What stands in a request for the id of the session that the filter has named. */
    static final String ISSUED = "{issued}";

    private static final TimeSource STANDS_STILL = new TimeSource() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    };

    private final McpSessionFilter filter = new McpSessionFilter();
    private final ProtocolVersions versions;
    private final SessionRegistry registry;
    private String issued = "";

    FuzzedFilter(List<String> revisions) {
        versions = new ProtocolVersions(revisions);
        Configuration configuration = new Configuration(
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                Duration.ofHours(24),
                Duration.ofSeconds(15),
                Duration.ZERO,
                null,
                10,
                -1,
                true,
                true,
                versions,
                AllowedOrigins.of(Set.of(LISTED_ORIGIN)),
                true,
                "tid",
                true,
                null,
                Duration.ofDays(7));
        registry = new SessionRegistry(configuration, STANDS_STILL, RegistryListener.none());
        ServletContext context = FakeServletContext.create();
        McpSessionFilter.connect(context, configuration, registry, KeepAlives.idle(), request -> null, null);
        try {
            filter.init(FakeServletContext.config(context));
        } catch (ServletException e) {
            throw new AssertionError(e);
        }
    }

    ProtocolVersions versions() {
        return versions;
    }

    /** Ends all sessions, and opens one of each kind. */
    void startAnew() {
        registry.clear(EndReason.OPERATOR);
        Exchange adopted = admission().adopt(PATH, ADOPTED, ClientInfo.UNKNOWN);
        Exchange named = admission().issue(PATH, ClientInfo.UNKNOWN);
        if (adopted == null || named == null) {
            throw new AssertionError("A new admission is spent");
        }
        issued = named.sessionId();
        adopted.end();
        named.end();
    }

    /** The id of the session that the filter has named. */
    String issued() {
        return issued;
    }

    int sessions() {
        return registry.count();
    }

    boolean isLive(String id) {
        Exchange exchange = registry.enter(PATH, id, ExchangeKind.REQUEST, null);
        if (exchange != null) {
            exchange.end();
        }
        return exchange != null;
    }

    /** Sends a request to an endpoint that answers with a status, and with a session id unless that is null. */
    FuzzedResponse send(FuzzedRequest hostile, int status, @Nullable String named) {
        FuzzedResponse answer = new FuzzedResponse();
        try {
            filter.doFilter(hostile.toServlet(), answer.toServlet(), (request, response) -> {
                answer.seeByEndpoint(
                        ((HttpServletRequest) request).getInputStream().readAllBytes());
                HttpServletResponse http = (HttpServletResponse) response;
                http.setStatus(status);
                if (named != null) {
                    http.setHeader("Mcp-Session-Id", named);
                }
                http.getOutputStream().write('.');
            });
        } catch (IOException | ServletException | RuntimeException | StackOverflowError e) {
            throw new AssertionError("The filter threw for\n" + hostile, e);
        }
        assertThat(registry.queries().list())
                .as(() -> "sessions with something in flight after\n" + hostile)
                .noneMatch(session -> session.requests() != 0 || session.streams() != 0);
        return answer;
    }

    private Reservation admission() {
        Reservation admission = registry.reserve(null);
        if (admission == null) {
            throw new AssertionError("A permit is lost: none left with " + registry.count() + " sessions");
        }
        return admission;
    }
}
