package dev.mcpsession.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server in a process of its own. */
final class ServerProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that will listen on a port, and prints such a line when it does. */
    static ServerProcess start(int port, List<String> command, String ready)
            throws IOException, InterruptedException, ExecutionException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Where the benchmark is ended before its time.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        CompletableFuture<String> started = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready, started), "server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("The server has not started", e);
        }
        return new ServerProcess(process, port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    int port() {
        return port;
    }

    /** The processor time that it has taken so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }

    private static void read(Process process, String ready, CompletableFuture<String> started) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(ready)) {
                    started.complete(line);
                }
                if (line.contains("SEVERE") || line.contains("OutOfMemoryError")) {
                    System.out.println("server: " + line);
                }
            }
            started.completeExceptionally(new IllegalStateException("The server has ended"));
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
    }
}
