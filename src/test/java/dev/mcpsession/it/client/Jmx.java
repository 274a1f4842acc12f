package dev.mcpsession.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.server.Server;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;

/** An operator: a JMX connection to the server under test, and the one MXBean of the application there. */
public final class Jmx implements AutoCloseable {

    private static final String PATTERN = "dev.mcpsession:type=McpSessions,*";

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName name;

    private Jmx(JMXConnector connector, MBeanServerConnection server, ObjectName name) {
        this.connector = connector;
        this.server = server;
        this.name = name;
    }

    /** Connects, where the server has one application with sessions. */
    public static Jmx connect() throws IOException, JMException {
        return over(Server.jmx());
    }

    public static Jmx over(JMXConnector connector) throws IOException, JMException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        Set<ObjectName> names = names(server);
        assertThat(names).as("MBeans of the filter").hasSize(1);
        return new Jmx(connector, server, names.iterator().next());
    }

    /** Of several applications the one with that context path. */
    public static Jmx over(JMXConnector connector, String context) throws IOException, JMException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        List<ObjectName> names = names(server).stream()
                .filter(name -> name.getKeyProperty("context").equals(context))
                .toList();
        assertThat(names).as("MBeans of %s", context).hasSize(1);
        return new Jmx(connector, server, names.get(0));
    }

    /** The names of all MXBeans of the filter on a server. */
    public static Set<ObjectName> names(MBeanServerConnection server) throws IOException, JMException {
        return server.queryNames(new ObjectName(PATTERN), null);
    }

    public ObjectName name() {
        return name;
    }

    public MBeanInfo info() throws IOException, JMException {
        return server.getMBeanInfo(name);
    }

    public Object get(String attribute) throws IOException, JMException {
        Object value = server.getAttribute(name, attribute);
        SecretsRecorder.sawOverJmx(value);
        return value;
    }

    public long number(String attribute) throws IOException, JMException {
        return ((Number) get(attribute)).longValue();
    }

    public void set(String attribute, Object value) throws IOException, JMException {
        server.setAttribute(name, new Attribute(attribute, value));
    }

    /** Invokes the operation of that name; there are no overloads. */
    public Object invoke(String operation, Object... arguments) throws IOException, JMException {
        MBeanOperationInfo found = Arrays.stream(info().getOperations())
                .filter(candidate -> candidate.getName().equals(operation))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No operation " + operation));
        String[] signature = Arrays.stream(found.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
        Object result = server.invoke(name, operation, arguments, signature);
        SecretsRecorder.sawOverJmx(result);
        return result;
    }

    /** The rows of the table of sessions. */
    public List<CompositeData> sessions() throws IOException, JMException {
        return List.of((CompositeData[]) get("Sessions"));
    }

    /** A table with one number for each key. */
    public Map<String, Long> counts(String attribute) throws IOException, JMException {
        return ((TabularData) get(attribute))
                .values().stream()
                        .map(CompositeData.class::cast)
                        .collect(Collectors.toMap(row -> (String) row.get("key"), row -> (Long) row.get("value")));
    }

    /** A row of a table of use: live sessions and requests. */
    public List<Object> usage(String attribute, String name) throws IOException, JMException {
        CompositeData row = ((TabularData) get(attribute)).get(new Object[] {name});
        assertThat(row).as("%s in %s", name, attribute).isNotNull();
        return List.of(((CompositeData) row.get("value")).getAll(new String[] {"liveSessions", "requests"}));
    }

    /** The handle of the one session whose client has that name. */
    public String handleOf(String clientName) throws IOException, JMException {
        List<String> handles = sessions().stream()
                .filter(row -> clientName.equals(row.get("clientName")))
                .map(row -> (String) row.get("handle"))
                .toList();
        assertThat(handles).as("sessions of %s", clientName).hasSize(1);
        return handles.get(0);
    }

    /** Ends every session, so that the next test finds none. */
    public void expireAll() throws IOException, JMException {
        for (CompositeData row : sessions()) {
            invoke("expireSession", row.get("handle"));
        }
    }

    /**
     * What the MXBean notifies of from now on, by sequence number: over WildFly's own JMX protocol, one notification
     * can overtake another.
     */
    public BlockingQueue<Notification> notifications() throws IOException, JMException {
        BlockingQueue<Notification> received =
                new PriorityBlockingQueue<>(2, Comparator.comparingLong(Notification::getSequenceNumber));
        server.addNotificationListener(name, (notification, handback) -> received.add(notification), null, null);
        return received;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
