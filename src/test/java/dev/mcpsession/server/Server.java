package dev.mcpsession.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The servers that the integration tests run on. Each has a Maven profile and a folder in {@code server-config} of its
 * {@linkplain #id() name}; what the tests must know of it stands here.
 */
public enum Server {
    /** The default. */
    PAYARA_MICRO,
    /** The same of Jakarta EE 11. */
    PAYARA_MICRO_7,
    /** With {@code standalone.xml}. */
    WILDFLY,
    /** Payara Server, with a domain of its own. */
    PAYARA,
    /** With a domain of its own. */
    GLASSFISH,
    /** The same of Jakarta EE 11. */
    GLASSFISH_8,
    /** Open Liberty. */
    LIBERTY,
    /** A milestone of TomEE, which is put together of its parts. */
    TOMEE,
    /** Tomcat, a servlet container without CDI. */
    TOMCAT,
    /** Jetty, a servlet container without CDI. */
    JETTY;

    /** The server of this run. */
    public static Server current() {
        String id = System.getProperty("server");
        return Arrays.stream(values())
                .filter(server -> server.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No such server: " + id));
    }

    /** Its name in the build. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Who the tests are to its JMX connector, which asks for no name: Payara takes its only administrator. */
    public String jmxCaller() {
        return this == PAYARA ? "admin" : "unknown";
    }

    /** The folder in {@code server-config} whose files it is configured by. */
    public String configuration() {
        return isGlassFish() ? GLASSFISH.id() : id();
    }

    private boolean isGlassFish() {
        return this == GLASSFISH || this == GLASSFISH_8;
    }

    private boolean isTomcat() {
        return this == TOMEE || this == TOMCAT;
    }

    /** Connects to the server under test by JMX. Its address is not input. */
    public static JMXConnector jmx() throws IOException {
        return connect(System.getProperty("jmx.url"));
    }

    /** What opens a JVM to JMX, on this machine alone. */
    public static List<String> jmxOptions(int port) {
        return List.of(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
    }

    /** Connects to another server of the same kind. */
    public static JMXConnector jmx(int port) throws IOException {
        return connect(System.getProperty("jmx.url").replace(":" + System.getProperty("jmx.port"), ":" + port));
    }

    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(String url) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(url));
    }

    /** What its Jakarta REST sends on an event stream before the first event. */
    public String startOfRestStreams() {
        return this == WILDFLY || this == LIBERTY ? "\n\n" : "";
    }

    /** Whether all that is no digit in the size of a chunk counts as an extension, which may be of any length. */
    public boolean readsChunksLeniently() {
        return this == WILDFLY || this == LIBERTY;
    }

    /** Whether a chunk may have an extension, as HTTP has it. */
    public boolean readsExtensionsOfChunks() {
        return readsChunksLeniently() || isTomcat() || this == JETTY;
    }

    /** The status with which its Jakarta REST refuses a charset that no charset can be called. */
    public int statusOfImpossibleCharsets() {
        return this == TOMEE ? 500 : 400;
    }

    /** Whether the name of a header may end at a space: the colon is then a part of the value, or absent. */
    public boolean readsHeadersWithoutColon() {
        return this == WILDFLY;
    }

    /**
     * Whether a write that fails on a thread of the application may be recorded on the response after the container has
     * given that response to the next request, whose answer then breaks off.
     */
    public boolean recordsBrokenWritesLate() {
        return isTomcat();
    }

    /** Whether "post" is POST to it: the method arrives in capitals. */
    public boolean readsMethodsInAnyCase() {
        return this == LIBERTY;
    }

    /** The status with which the server ends a request whose asynchronous processing takes too long. */
    public int statusOfTimeouts() {
        return isGlassFish() ? 200 : 500;
    }

    /**
     * Whether the server closes the connection without an answer where an endpoint fails right after
     * {@code startAsync()}.
     */
    public boolean dropsWhatFailsAsynchronously() {
        return isTomcat();
    }

    /** Whether the server itself refuses, with 400, a path that is ambiguous by the servlet specification. */
    public boolean refusesAmbiguousPaths() {
        return this == JETTY;
    }

    /** Whether a filter cannot see how an endpoint has answered a request that was included. */
    public boolean hidesStatusOfIncludes() {
        return this == JETTY;
    }

    /** Whether an error page has lost the header {@code Vary}: it may be stored by no cache. */
    public boolean dropsVaryOfErrors() {
        return this == JETTY;
    }

    /** Whether the server itself answers a request whose body breaks off, with 400 as well. */
    public boolean answersBodiesThatBreakOff() {
        return isTomcat();
    }

    /**
     * The status with which the server itself ends a request that announces gigabytes; 413, the filter's, where it lets
     * them through.
     */
    public int statusOfHugeBodies() {
        return this == WILDFLY ? 400 : 413;
    }
}
