package dev.mcpsession.it.server;

import dev.mcpsession.it.client.RawRequest;
import dev.mcpsession.it.endpoint.PropertiesServlet;
import dev.mcpsession.server.Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One server of the kind under test, in a process of its own, into which applications come and from which they go. The
 * adapters that Arquillian has do not tell why a deployment failed or what is in the log, and the one for Payara Micro
 * never undeploys.
 */
public abstract class StandaloneServer extends ServerProcess {

    /** What only a soft reference holds, in some cache, counts as gone. */
    static final String CLEAR_SOFT_REFERENCES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    private static final String PROPERTIES = "server-properties";

    StandaloneServer(ProcessBuilder command, int httpPort, int jmxPort) throws IOException {
        super(command, httpPort, jmxPort);
    }

    public static StandaloneServer start() throws Exception {
        return start(freePort(), freePort());
    }

    static StandaloneServer start(int httpPort, int jmxPort) throws Exception {
        return switch (Server.current()) {
            case PAYARA_MICRO, PAYARA_MICRO_7 -> MicroServer.start(httpPort, jmxPort);
            case WILDFLY -> WildFlyServer.start(httpPort, jmxPort);
            case PAYARA, GLASSFISH, GLASSFISH_8 -> DomainServer.start(httpPort, jmxPort);
            case LIBERTY -> LibertyServer.start(httpPort, jmxPort);
            case TOMEE, TOMCAT -> CatalinaServer.start(httpPort, jmxPort);
            case JETTY -> JettyServer.start(httpPort, jmxPort);
        };
    }

    /** Deploys an application under its name; tells whether that has worked. */
    public final boolean deploy(String name, Archive<?> application) throws Exception {
        return deploy(name, "/" + name, application);
    }

    public abstract boolean deploy(String name, String context, Archive<?> application) throws Exception;

    public abstract void undeploy(String name) throws Exception;

    /**
     * Sets a system property of the server, by the application of {@link #deployProperties()} where the server has no
     * way of its own.
     */
    public void set(String property, String value) throws Exception {
        client("/" + PROPERTIES)
                .send(RawRequest.post(
                        "/?name=" + property + "&value=" + URLEncoder.encode(value, StandardCharsets.UTF_8), ""));
    }

    public void clear(String property) throws Exception {
        client("/" + PROPERTIES).send(RawRequest.delete("/?name=" + property));
    }

    final void deployProperties() throws Exception {
        deploy(PROPERTIES, ShrinkWrap.create(WebArchive.class).addClass(PropertiesServlet.class));
    }

    /** What a servlet container calls the file, without its ending, of an application with that context path. */
    static String fileOf(String context) {
        return context.equals("/") ? "ROOT" : context.substring(1).replace('/', '#');
    }

    static String fileName(String name, Archive<?> application) {
        return name + (application instanceof EnterpriseArchive ? ".ear" : ".war");
    }
}
