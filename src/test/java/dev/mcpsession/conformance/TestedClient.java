package dev.mcpsession.conformance;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A real client.
 *
 * @param row its name in the README's table
 * @param sessionPerCommand whether each command connects anew
 * @param starter starts one for an endpoint
 */
record TestedClient(String row, boolean sessionPerCommand, Function<URI, DrivenClient> starter) {

    private static final String TYPESCRIPT_1 = "TypeScript SDK " + pinned("@modelcontextprotocol/sdk");
    private static final String TYPESCRIPT_2 = "TypeScript SDK " + pinned("@modelcontextprotocol/client");
    private static final String AI_SDK = "`@ai-sdk/mcp` " + pinned("@ai-sdk/mcp");
    private static final String INSPECTOR = "MCP Inspector " + pinned("@modelcontextprotocol/inspector");

    /** Those that are tried on the demo, which has sessions and no later revision. */
    static final List<TestedClient> ON_THE_DEMO = List.of(
            script(TYPESCRIPT_1, "client-typescript-1.mjs"),
            script(TYPESCRIPT_2 + ", `legacy` (default)", "client-typescript-2.mjs", "legacy"),
            script(TYPESCRIPT_2 + ", `auto`", "client-typescript-2.mjs", "auto"),
            script(TYPESCRIPT_2 + ", `pin` 2026-07-28", "client-typescript-2.mjs", "2026-07-28"),
            script(AI_SDK, "client-ai-sdk.mjs"),
            script(AI_SDK + ", `protocolVersionDiscovery: false`", "client-ai-sdk.mjs", "legacy"),
            new TestedClient(INSPECTOR + ", `--cli`", true, url -> NodeClient.start("client-inspector.mjs", url)));

    /** Those that are tried where 2026-07-28 is served as well. */
    static final List<TestedClient> WHERE_BOTH_ERAS_ARE_SERVED = List.of(
            script(TYPESCRIPT_2 + ", `auto`, 2026-07-28 served", "client-typescript-2.mjs", "auto"),
            script(TYPESCRIPT_2 + ", `pin` 2026-07-28, 2026-07-28 served", "client-typescript-2.mjs", "2026-07-28"),
            script(AI_SDK + ", 2026-07-28 served", "client-ai-sdk.mjs"));

    /** All of them, in the order of the table. */
    static List<TestedClient> all() {
        return Stream.concat(ON_THE_DEMO.stream(), WHERE_BOTH_ERAS_ARE_SERVED.stream()).toList();
    }

    /** The version of a package that is installed, as the table is to name it. */
    private static String pinned(String name) {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("src/test/node/package.json")))) {
            return reader.readObject().getJsonObject("dependencies").getString(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestedClient script(String row, String script, String... options) {
        return new TestedClient(row, false, url -> NodeClient.start(script, url, options));
    }

    /** Starts one. */
    DrivenClient start(URI endpoint) {
        return starter.apply(endpoint);
    }

    @Override
    public String toString() {
        return row;
    }
}
