package dev.mcpsession.conformance;

import dev.mcpsession.it.client.SecretsRecorder;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;

/** Who watches the application under test by JMX, and sets its limits. */
final class Operator implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName name;

    private Operator(JMXConnector connector) throws IOException, JMException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        Set<ObjectName> names = server.queryNames(new ObjectName("dev.mcpsession:type=McpSessions,*"), null);
        if (names.size() != 1) {
            throw new IllegalStateException("Not one application with sessions: " + names);
        }
        this.name = names.iterator().next();
    }

    /** Connects to the server under test. */
    static Operator connect() throws IOException, JMException {
        return new Operator(Server.jmx());
    }

    int activeSessions() throws IOException, JMException {
        return (Integer) server.getAttribute(name, "ActiveSessions");
    }

    int activeStreams() throws IOException, JMException {
        return (Integer) server.getAttribute(name, "ActiveStreams");
    }

    /** How many sessions have been opened until now. */
    long sessionsOpened() throws IOException, JMException {
        return (Long) server.getAttribute(name, "SessionCounter");
    }

    /** How many requests have been refused until now: to open a session, or for want of one. */
    long refusals() throws IOException, JMException {
        long refusals = 0;
        for (String counter : List.of("RejectedSessions", "UnknownSessionRequests", "OwnerMismatches")) {
            refusals += (Long) server.getAttribute(name, counter);
        }
        return refusals;
    }

    /** Starts or stops draining. */
    void limitToWhoIsThere(boolean limited) throws IOException, JMException {
        server.setAttribute(name, new Attribute("MaxActiveSessions", limited ? activeSessions() : -1));
    }

    /** Drains the application, or ends that. */
    void drain(boolean draining) throws IOException, JMException {
        server.setAttribute(name, new Attribute("Accepting", !draining));
    }

    /** Ends every session. */
    void expireAll() throws IOException, JMException {
        for (String handle : handles()) {
            server.invoke(name, "expireSession", new Object[] {handle}, new String[] {String.class.getName()});
        }
    }

    private List<String> handles() throws IOException, JMException {
        CompositeData[] sessions = (CompositeData[]) server.getAttribute(name, "Sessions");
        SecretsRecorder.sawOverJmx(sessions);
        return Arrays.stream(sessions)
                .map(session -> (String) session.get("handle"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
