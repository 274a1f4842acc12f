package dev.mcpsession.filter;

import dev.mcpsession.McpSession;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.engine.Admission;
import dev.mcpsession.engine.EndReason;
import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.RateLimitedLog;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The filter: manages the sessions of every MCP endpoint that it is mapped to.
 *
 * <p>It belongs behind whatever authenticates and in front of the endpoint, for the dispatcher {@code REQUEST} only,
 * with asynchronous support; the web fragment of this library declares it so. Its parameters are those of
 * {@link dev.mcpsession.config.Parameter}.
 *
 * @since 1.0
 */
public final class McpSessionFilter implements Filter {

    /** The name under which the web fragment declares the filter: the one to use in {@code web.xml}. */
    public static final String NAME = "mcp-session-filter";

    /** The paths that the filter is mapped to unless {@code web.xml} says otherwise: {@code /mcp} and all below. */
    public static final String DEFAULT_URL_PATTERN = "/mcp/*";

    private static final String COLLABORATORS = McpSessionFilter.class.getName();

    private final RateLimitedLog log = new RateLimitedLog(System.getLogger(McpSessionFilter.class.getName()));
    private @Nullable SessionRegistry registry;
    private @Nullable RequestClassifier classifier;
    private @Nullable Releaser releaser;
    private @Nullable Cors cors;

    /** For the container. */
    public McpSessionFilter() {}

    /**
     * Leaves for the filter what it works with. To be called before the container initialises filters.
     *
     * @param context the application of the filter
     * @param configuration what it goes by
     * @param registry the sessions
     * @param owners tells whose a request is
     */
    public static void connect(
            ServletContext context, Configuration configuration, SessionRegistry registry, OwnerResolver owners) {
        context.setAttribute(COLLABORATORS, new Collaborators(configuration, registry, owners));
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (!(config.getServletContext().getAttribute(COLLABORATORS) instanceof Collaborators found)) {
            throw new ServletException("The MCP session filter is declared but its listener has not run: add <listener>"
                    + "<listener-class>dev.mcpsession.boot.McpSessionListener</listener-class></listener> to web.xml");
        }
        registry = found.registry();
        releaser = new Releaser(found.registry().releases());
        cors = new Cors(
                found.configuration().allowedOrigins(), RequestClassifier.allowedMethods(found.configuration()));
        classifier = new RequestClassifier(found.configuration(), found.registry(), found.owners(), cors);
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        if (classifier == null || registry == null || releaser == null || cors == null) {
            throw new IllegalStateException("The container has not initialised the filter");
        }
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse raw = (HttpServletResponse) servletResponse;
        HttpServletResponse response = cors.guard(request, raw);
        Verdict verdict = classifier.classify(request);
        if (verdict instanceof Verdict.Live live) {
            serve(live.exchange(), registry, releaser, request, response, chain);
        } else if (verdict instanceof Verdict.Open open) {
            serve(open, registry, releaser, request, response, chain);
        } else if (verdict instanceof Verdict.Preflight) {
            cors.answerPreflight(request, raw);
        } else if (verdict instanceof Verdict.Refuse refuse) {
            refuse.refusal().writeTo(response);
        } else if (verdict instanceof Verdict.Sessionless sessionless) {
            serve(sessionless, request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void serve(
            Exchange exchange,
            SessionRegistry sessions,
            Releaser releases,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        Session session = exchange.session();
        if (request.getMethod().equals("DELETE") && !session.isAdopted()) {
            terminate(exchange, sessions, response);
            return;
        }
        InFlight inFlight = new InFlight();
        inFlight.carry(exchange);
        SessionAnswer answer = new LiveAnswer(sessions, session, request, inFlight, log);
        SessionResponse seen;
        Carry carry = (asked, answered) -> {};
        if (request.getMethod().equals("GET")) {
            StreamResponse stream = new StreamResponse(response, answer);
            inFlight.atEnd(() -> session.forget(stream));
            exchange.remember(stream);
            seen = stream;
        } else {
            seen = new SessionResponse(response, answer);
            carry = releases::carryWithAnother;
        }
        serve(session, carry, new EndpointRequest(request, seen, inFlight, session.id()), seen, inFlight, chain);
    }

    private static void terminate(Exchange exchange, SessionRegistry sessions, HttpServletResponse response)
            throws IOException {
        boolean ended = sessions.end(exchange.session(), EndReason.CLIENT);
        exchange.end();
        if (ended) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            sessions.unknownSession(exchange.session().id());
            Refusal.sessionNotFound(null).writeTo(response);
        }
    }

    private void serve(
            Verdict.Open open,
            SessionRegistry sessions,
            Releaser releases,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        InFlight inFlight = new InFlight();
        Admission admission = open.admission();
        Message message = open.message();
        SessionResponse seen = new SessionResponse(
                response, new OpeningAnswer(sessions, admission, request, message.client(), inFlight, log));
        inFlight.atEnd(() -> {
            if (!seen.carriesSessionId()) {
                admission.withdraw();
            }
        });
        EndpointRequest asked = new ReplayedRequest(request, seen, inFlight, message.body());
        serve(null, releases::carryWithInitialize, asked, seen, inFlight, chain);
    }

    private static void serve(
            Verdict.Sessionless sessionless,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        InFlight inFlight = new InFlight();
        SessionResponse seen = new SessionResponse(response, (answer, status, named) -> null);
        Message message = sessionless.message();
        EndpointRequest asked = message == null
                ? new EndpointRequest(request, seen, inFlight, null)
                : new ReplayedRequest(request, seen, inFlight, message.body());
        serve(null, (carrier, answered) -> {}, asked, seen, inFlight, chain);
    }

    /** The one place where the endpoint is called: whatever it does, the exchange ends. */
    private static void serve(
            @Nullable Session session,
            Carry carry,
            EndpointRequest request,
            SessionResponse response,
            InFlight inFlight,
            FilterChain chain)
            throws IOException, ServletException {
        boolean returned = false;
        try {
            if (session != null) {
                request.setAttribute(McpSession.ATTRIBUTE, session);
            }
            carry.along(request, response);
            chain.doFilter(request, response);
            if (!inFlight.isAsync()) {
                response.commitHeaders();
            }
            returned = true;
        } finally {
            if (returned) {
                inFlight.chainReturned();
            } else {
                response.withdraw();
                inFlight.chainFailed();
            }
        }
        request.chainReturned();
        response.chainReturned();
    }

    /** What a request does on its way for sessions that are over. */
    private interface Carry {
        void along(HttpServletRequest carrier, HttpServletResponse response);
    }

    /** What the composition root leaves for the filter. */
    private record Collaborators(Configuration configuration, SessionRegistry registry, OwnerResolver owners) {}
}
