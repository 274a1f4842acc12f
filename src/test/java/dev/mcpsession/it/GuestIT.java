package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpsession.it.client.Endpoint;
import dev.mcpsession.it.client.EventStream;
import dev.mcpsession.it.client.Jmx;
import dev.mcpsession.it.client.Mcp;
import dev.mcpsession.it.client.RawHttp;
import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.PropertiesServlet;
import dev.mcpsession.it.endpoint.UnrelatedServlet;
import dev.mcpsession.it.server.DemoWar;
import dev.mcpsession.it.server.OddWar;
import dev.mcpsession.it.server.ServerMain;
import dev.mcpsession.it.server.StandaloneServer;
import dev.mcpsession.server.NotOn;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Applications with sessions come and go, and leave nothing behind: no thread, no MBean, no task, no class. What one of
 * those holds is held by its class loader too, so that this is what is looked for, in a server that clears soft
 * references at once.
 */
@NotOn(
        value = {Server.PAYARA_MICRO_7, Server.GLASSFISH, Server.GLASSFISH_8, Server.TOMEE},
        because = "it keeps some of the applications that have gone")
class GuestIT {

    private static final int CYCLES = Integer.getInteger("guest.cycles");

    /** More than a server with two processors starts for requests. */
    private static final int THREADS = 40;

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String SWEEP_INTERVAL = "mcp.session.sweepInterval";
    private static final List<String> NOT_OURS =
            List.of(ServerMain.class.getName(), PropertiesServlet.class.getName(), UnrelatedServlet.class.getName());
    private static final String GREETING = ":\n\n";

    /** Threads that a server has no more need of end after a minute. */
    private static final Duration IDLE_THREADS = Duration.ofMinutes(3);

    private static WebArchive demo;
    private static StandaloneServer server;
    private static JMXConnector connector;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoWar.asBuilt();
        server = StandaloneServer.start();
        connector = server.connector();
        server.set(SWEEP_INTERVAL, "PT1S");
        useTheServerOnce();
    }

    @AfterAll
    static void stop() throws Exception {
        connector.close();
        server.stop();
    }

    @Test
    void applicationWithNothingButTheFilterLeavesNothing() throws Exception {
        comeAndGo("/mcp?how=asyncSse", OddWar::bare);
        assertNothingIsLeft();
    }

    /** The SDK has threads of its own, which the demo ends. */
    @Test
    void demoLeavesNothing() throws Exception {
        comeAndGo("/mcp", () -> demo);
        assertNothingIsLeft();
    }

    /** Each with a session and a stream that is open when it has to go, now and then with a sweep that has run. */
    private static void comeAndGo(String stream, Supplier<WebArchive> war) throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            int line = server.logSize();
            assertThat(server.deploy("guest", war.get()))
                    .as("deployment %d: %s", i, server.trouble(line))
                    .isTrue();
            Mcp mcp = server.client("/guest");
            String session = mcp.initialize(Endpoint.ADOPTED);
            try (RawHttp http = mcp.connect()) {
                EventStream open = http.send(RawRequest.get(stream).session(session)).stream();
                assertThat(open.bytes(GREETING.length(), SOON)).isEqualTo(GREETING);
                if (i % 4 == 0) {
                    Jmx jmx = Jmx.over(connector, "/guest");
                    assertThat(jmx.number("ActiveStreams")).isEqualTo(1);
                    await().atMost(SOON).until(() -> jmx.number("LastSweepTimestamp") > 0);
                }
                long start = System.nanoTime();
                server.undeploy("guest");
                assertThat(open.eventsToEnd(SOON)).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("undeployment %d, with a stream open", i)
                        .isLessThan(SOON);
            }
            assertThat(Jmx.names(mbeans()))
                    .as("MBeans after %d applications", i + 1)
                    .isEmpty();
        }
    }

    private static void assertNothingIsLeft() throws Exception {
        await().atMost(IDLE_THREADS).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
            useTheConnections();
            assertThat(loadedClasses())
                    .as("our classes after the last application is gone")
                    .isEmpty();
        });
    }

    /** A selector of Jetty keeps the application whose connection was the last that it handled. */
    private static void useTheConnections() throws IOException {
        for (int i = 0; i < THREADS; i++) {
            server.client("").send(RawRequest.get("/"));
        }
    }

    /**
     * Servers keep the first application for which a thread of theirs worked, as long as that thread lives, which may
     * be for ever: a worker of WildFly in the frame of its first request, the thread of Payara's executor in what it
     * inherited when it was made.
     */
    private static void useTheServerOnce() throws Exception {
        assertThat(server.deploy(
                        "neighbour", ShrinkWrap.create(WebArchive.class).addClass(UnrelatedServlet.class)))
                .isTrue();
        List<RawHttp> connections = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            connections.add(server.client("/neighbour").connect().send(RawRequest.get("/")));
        }
        for (RawHttp connection : connections) {
            assertThat(connection.answer().status()).isEqualTo(204);
            connection.close();
        }
        server.undeploy("neighbour");
    }

    private static Stream<String> loadedClasses() throws IOException, JMException {
        mbeans().invoke(new ObjectName("java.lang:type=Memory"), "gc", new Object[0], new String[0]);
        String loaders = (String) mbeans().invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmClassloaders",
                        new Object[] {new String[] {"show-classes"}},
                        new String[] {String[].class.getName()});
        assertThat(loaders).as("all classes").contains("java.lang.Object");
        return loaders.lines()
                .filter(line ->
                        line.contains("dev.mcpsession.") && NOT_OURS.stream().noneMatch(line::contains));
    }

    private static MBeanServerConnection mbeans() throws IOException {
        return connector.getMBeanServerConnection();
    }
}
