package dev.mcpsession.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The demo on Payara Micro in a process of its own. */
final class BenchServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;
    private static final int FEW = 500;
    private static final String READY = "Payara Micro URLs";

    private final Process process;
    private final int port;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final ObjectName sessions;

    private BenchServer(Process process, int port, JMXConnector connector) throws IOException, JMException {
        this.process = process;
        this.port = port;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.sessions = beans.queryNames(new ObjectName("dev.mcpsession:type=McpSessions,*"), null).iterator().next();
    }

    /** Starts a server with that much heap and further JVM options. */
    static BenchServer start(Path war, String heap, String... options) throws Exception {
        Path build = Path.of(System.getProperty("build.directory"));
        int port = freePort();
        int jmxPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "@server-config/payara-micro/jvm-options.txt",
                "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-jar", build.resolve("payara-micro.jar").toString(),
                "--port", String.valueOf(port), "--contextroot", "/",
                "--nohazelcast", "--disablephonehome",
                "--prebootcommandfile", "server-config/payara-micro/preboot.txt",
                "--deploy", war.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitStart(process);
        return new BenchServer(process, port, connect(jmxPort));
    }

    int port() {
        return port;
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
            beans.invoke(sessions, "expireSession", new Object[] {session.get("handle")}, new String[] {"java.lang.String"});
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

    @Override
    public void close() throws IOException {
        connector.close();
        process.destroy();
        process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }

    private static void awaitStart(Process process) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        Thread reader = new Thread(() -> read(process, ready), "server-output");
        reader.setDaemon(true);
        reader.start();
        if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The server has not started");
        }
    }

    private static void read(Process process, CountDownLatch ready) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(READY)) {
                    ready.countDown();
                }
                if (line.contains("SEVERE") || line.contains("OutOfMemoryError")) {
                    System.out.println("server: " + line);
                }
            }
        } catch (IOException e) {
            System.out.println("server: " + e);
        }
    }

    /* The address is nobody's input. */
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(int port) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
