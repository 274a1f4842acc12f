package dev.mcpsession.demo;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the demo in the foreground: Payara Micro in this very JVM, with {@code demo.war} at {@code /}, on loopback only.
 *
 * <p>The server by itself ends with success when its port is taken, and stays up without the application when the
 * deployment fails. This launcher turns both into one sentence and an exit code of 1, and speaks up only when the
 * application answers.
 */
public final class DemoServer {

    private static final String APPLICATION = "demo";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final File war;
    private final File config;
    private final int port;

    private DemoServer(File war, File config, int port) {
        this.war = war;
        this.config = config;
        this.port = port;
    }

    /**
     * Starts the server, and returns when it answers; it then lives until the process is ended, or the process that
     * started it.
     *
     * @param args the WAR, the folder with the configuration of the server, the port
     */
    public static void main(String[] args) {
        // Kept from before the boot: the server may put its log in their place.
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            if (args.length != 3) {
                throw new DemoException("Usage: DemoServer <war> <configuration folder> <port>");
            }
            DemoServer server = new DemoServer(new File(args[0]), new File(args[1]), port(args[2]));
            endWithParent();
            server.requireFreePort();
            out.println("Payara Micro starts, which takes about ten seconds.");
            server.start();
            out.println(DemoBanner.text(server.port));
        } catch (DemoException e) {
            shutDown();
            err.println("ERROR: " + e.getMessage());
            System.exit(1);
        }
    }

    private void start() throws DemoException {
        PayaraMicro.main(
                "--port",
                String.valueOf(port),
                "--nohazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                new File(config, "preboot.txt").getPath(),
                "--logproperties",
                new File(config, "logging.properties").getPath());
        PayaraMicroRuntime runtime = runtime();
        DemoLog log = DemoLog.listen();
        runtime.deploy(APPLICATION, "/", war);
        if (!runtime.getDeployedApplicationNames().contains(APPLICATION)) {
            throw new DemoException("The demo could not be deployed: " + log.failure());
        }
        awaitAnswer(log);
    }

    private static int port(String text) throws DemoException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new DemoException("demo.port is " + text + ", but must be a number from 1 to 65535");
    }

    private void requireFreePort() throws DemoException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new DemoException("Port " + port + " of 127.0.0.1 cannot be had (" + e.getMessage()
                    + "): free it, or choose another with -Ddemo.port=N");
        }
    }

    private static PayaraMicroRuntime runtime() throws DemoException {
        try {
            return PayaraMicro.getInstance().getRuntime();
        } catch (IllegalStateException e) {
            throw new DemoException("The server did not start: see the log above");
        }
    }

    /**
     * The session filter answers 400, in JSON, to a message outside any session: then filter and application are there.
     */
    private void awaitAnswer(DemoLog log) throws DemoException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(DemoBanner.url(port)))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<Void> response = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
            String type = response.headers().firstValue("Content-Type").orElse("nothing");
            if (response.statusCode() != 400 || !type.startsWith("application/json")) {
                throw new DemoException("The demo answers " + response.statusCode() + " with " + type
                        + " where the session filter says 400 in JSON: " + log.failure());
            }
        } catch (IOException e) {
            throw new DemoException("The demo does not answer at " + request.uri() + " (" + e + "): " + log.failure());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted before the demo was ready");
        }
    }

    /** Ending Maven alone, and not its process group, would leave the server running. */
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            CompletableFuture<Void> unused = parent.onExit().thenRun(() -> System.exit(0));
        });
    }

    private static void shutDown() {
        try {
            PayaraMicro.getInstance().shutdown();
        } catch (Exception e) {
            // It never started; there is a better message already.
        }
    }
}
