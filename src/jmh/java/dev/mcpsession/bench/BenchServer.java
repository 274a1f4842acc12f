package dev.mcpsession.bench;

import dev.mcpsession.server.Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The demo on Payara Micro in a process of its own, with its MXBean. */
final class BenchServer implements AutoCloseable {

    private static final int FEW = 500;

    private final ServerProcess process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final ObjectName sessions;

    private BenchServer(ServerProcess process, JMXConnector connector) throws IOException, JMException {
        this.process = process;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.sessions = beans.queryNames(new ObjectName("dev.mcpsession:type=McpSessions,*"), null)
                .iterator()
                .next();
    }

    /** Starts a server with that much heap and further JVM options. */
    static BenchServer start(Path war, String heap, String... options) throws Exception {
        int jmxPort = ServerProcess.freePort();
        List<String> all = new ArrayList<>(Server.jmxOptions(jmxPort));
        all.addAll(List.of(options));
        ServerProcess process = PayaraMicro.start(List.of(war), heap, all);
        return new BenchServer(process, connect(jmxPort));
    }

    int port() {
        return process.port();
    }

    /** The processor time that it has taken so far. */
    Duration cpu() {
        return process.cpu();
    }

    /** A numeric attribute of the MXBean. */
    long number(String attribute) throws IOException, JMException {
        return ((Number) beans.getAttribute(sessions, attribute)).longValue();
    }

    void set(String attribute, Object value) throws IOException, JMException {
        beans.setAttribute(sessions, new Attribute(attribute, value));
    }

    void invoke(String operation) throws IOException, JMException {
        beans.invoke(sessions, operation, new Object[0], new String[0]);
    }

    /** Ends the sessions of one table; tells whether there may be a few left. */
    boolean expireSome() throws IOException, JMException {
        CompositeData[] table = (CompositeData[]) beans.getAttribute(sessions, "Sessions");
        for (CompositeData session : table) {
            beans.invoke(
                    sessions, "expireSession", new Object[] {session.get("handle")}, new String[] {"java.lang.String"});
        }
        return table.length >= FEW;
    }

    /** The heap that is in use after a collection, in megabytes. */
    double heap() throws IOException {
        MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / 1e6;
    }

    /** So many threads it has had at once so far. */
    int mostThreads() throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class)
                .getPeakThreadCount();
    }

    @Override
    public void close() throws IOException {
        connector.close();
        process.close();
    }

    /* The address is not input. */
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(int port) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    }
}
