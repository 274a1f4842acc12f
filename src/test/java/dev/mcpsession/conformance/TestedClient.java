package dev.mcpsession.conformance;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.xml.sax.InputSource;

/**
 * A real client.
 *
 * @param row its name in the table of the clients page
 * @param sessionPerCommand whether each command connects anew
 * @param starter starts one for an endpoint
 */
record TestedClient(String row, boolean sessionPerCommand, Function<URI, DrivenClient> starter) {

    private static final String TYPESCRIPT_1 = "TypeScript SDK " + pinned("@modelcontextprotocol/sdk");
    private static final String TYPESCRIPT_2 = "TypeScript SDK " + pinned("@modelcontextprotocol/client");
    private static final String AI_SDK = "`@ai-sdk/mcp` " + pinned("@ai-sdk/mcp");
    private static final String INSPECTOR = "MCP Inspector " + pinned("@modelcontextprotocol/inspector");

    private static final String JAVA_SDK = "MCP Java SDK ";
    private static final String LANGCHAIN4J = "`langchain4j-mcp` " + property("langchain4j-mcp.version");

    /** Those written in Java, which are tried on the demo: it has sessions and no later revision. */
    static final List<TestedClient> OF_JAVA = List.of(
            java(
                    JAVA_SDK + property("mcp-1.version"),
                    url -> JavaClient.startWith("mcp-1", JavaSdkDriver.class, url, property("mcp-1.version"))),
            java(
                    JAVA_SDK + property("mcp.version"),
                    url -> JavaClient.start(JavaSdkDriver.class, url, property("mcp.version"))),
            java(LANGCHAIN4J, url -> JavaClient.start(LangChain4jDriver.class, url, "false")),
            java(
                    LANGCHAIN4J + ", `subsidiaryChannel(true)`",
                    url -> JavaClient.start(LangChain4jDriver.class, url, "true")));

    /** Those of npm that are tried on the demo. */
    static final List<TestedClient> OF_NPM = List.of(
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
        return Stream.of(OF_JAVA, OF_NPM, WHERE_BOTH_ERAS_ARE_SERVED)
                .flatMap(List::stream)
                .toList();
    }

    /** The version of a package of npm that is installed, as the table is to name it. */
    private static String pinned(String name) {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("src/test/node/package.json")))) {
            return reader.readObject().getJsonObject("dependencies").getString(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of a Java library: a property of the build. */
    private static String property(String name) {
        try (InputStream pom = Files.newInputStream(Path.of("pom.xml"))) {
            String path = "/*/*[local-name()='properties']/*[local-name()='" + name + "']";
            return XPathFactory.newInstance().newXPath().evaluate(path, new InputSource(pom));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XPathExpressionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestedClient java(String row, Function<URI, DrivenClient> starter) {
        return new TestedClient(row, false, starter);
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
