package dev.mcpsession.it.endpoint;

import dev.mcpsession.McpSession;
import dev.mcpsession.McpSessions;
import dev.mcpsession.SessionEnded;
import dev.mcpsession.SessionOpened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bean as applications have them, which uses the session of the request and observes all. It runs in the server. */
@ApplicationScoped
public class ObservedSessions {

    /** The name of a client for whose sessions the observers throw. */
    public static final String FAILING_CLIENT = "failing-observers";

    private static final System.Logger LOG = System.getLogger(ObservedSessions.class.getName());

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Inject
    private McpSession session;

    @Inject
    private McpSessions sessions;

    /** Made by the container. */
    public ObservedSessions() {}

    void opened(@Observes SessionOpened event) {
        record("opened " + event.session().handle());
        failFor(event.session());
    }

    void openedAsync(@ObservesAsync SessionOpened event) {
        seen.add("opened later " + event.session().handle());
        failFor(event.session());
    }

    void ended(@Observes SessionEnded event) {
        record("ended " + event.session().handle() + " " + event.reason());
        failFor(event.session());
    }

    void endedAsync(@ObservesAsync SessionEnded event) {
        seen.add("ended later " + event.session().handle() + " " + event.reason());
        failFor(event.session());
    }

    /** What the observers were told, an event a line. */
    public String seen() {
        return String.join("\n", seen);
    }

    /** The handle of the injected session, or the name of the exception that it throws. */
    public String injected() {
        try {
            return session.handle();
        } catch (IllegalStateException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** The sessions of the application. */
    public McpSessions sessions() {
        return sessions;
    }

    private void record(String event) {
        boolean ours = Thread.currentThread().getContextClassLoader() == ObservedSessions.class.getClassLoader();
        seen.add(ours ? event : event + " with another context class loader");
        LOG.log(System.Logger.Level.INFO, "Observed: " + event);
    }

    private static void failFor(McpSession session) {
        if (FAILING_CLIENT.equals(session.clientName())) {
            throw new IllegalStateException("As told");
        }
    }
}
