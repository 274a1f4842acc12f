package dev.mcpsession.conformance;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * The official Java SDK. Of its API only what 1.1 and 2.1 have in common: this is compiled once, and runs with either.
 *
 * <p>One client for life, as applications have it: to connect again is to call {@code initialize} again.
 */
final class JavaSdkDriver implements JavaDriver.Client {

    private final McpSyncClient client;

    private JavaSdkDriver(URI endpoint, JavaDriver driver) {
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder(
                                endpoint.resolve("/").toString())
                        .endpoint(endpoint.getPath())
                        .build())
                .progressConsumer(notification -> driver.progressed())
                .build();
    }

    /**
     * Drives it.
     *
     * @param args the URL of the endpoint, and the version of the SDK, which the class path may get wrong
     */
    public static void main(String[] args) throws IOException {
        String location = McpClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        if (!location.endsWith("-" + args[1] + ".jar")) {
            throw new IllegalStateException("Not " + args[1] + ": " + location);
        }
        JavaDriver driver = new JavaDriver();
        driver.drive(new JavaSdkDriver(URI.create(args[0]), driver));
    }

    @Override
    public void connect() {
        client.initialize();
    }

    @Override
    public String list() {
        return client.listTools().toString();
    }

    @Override
    public String echo(String text) {
        return client.callTool(new CallToolRequest("echo", Map.of("text", text), Map.of()))
                .toString();
    }

    @Override
    public String countdown(int seconds) {
        Map<String, Object> interest = Map.of("progressToken", "countdown");
        return client.callTool(new CallToolRequest("countdown", Map.of("seconds", seconds), interest))
                .toString();
    }

    @Override
    public void close() {
        if (!client.closeGracefully()) {
            throw new IllegalStateException("Not closed gracefully");
        }
    }
}
