package dev.mcpsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.it.client.SecretsRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs when all other integration tests are done: no session id that any of them has got is in a server's log, or was
 * shown by JMX.
 */
class SecretsIT {

    /** Far below what a whole run sees, and far above what it would see if nothing were recorded. */
    private static final int MANY = 100;

    /** Shorter ids, which only tests choose, may be words of a sentence. */
    private static final int SHORTEST = 12;

    /** Entries begin with their date, or, on WildFly's standard output, with a colour and the time of day. */
    private static final Pattern START_OF_ENTRY = Pattern.compile(
            "^(?=(\\x1B\\[[\\d;]*m)*((\\[|\\[#\\|)?\\d{1,4}[-/]\\d{1,2}[-/]\\d{1,2}[T ,]|\\d\\d:\\d\\d:\\d\\d,\\d{3} ))",
            Pattern.MULTILINE);

    /**
     * Before the message stand time, level, server, thread and the name of the logger, of which Open Liberty shows the
     * end alone.
     */
    private static final Pattern OF_THE_SDK = Pattern.compile(
            ".{0,120}(io\\.modelcontextprotocol\\.|\\S*\\.HttpServletStreamableServerTransportProvider\\b)");

    @Test
    void noLogHasASessionId() throws IOException {
        String log = SecretsRecorder.serverLogs();
        assertThat(log).contains("MCP sessions started: ").contains("MCP sessions stopped: ");
        assertThat(idsIn(withoutTheEndpointsOwn(log)))
                .as("session ids in the logs")
                .isEmpty();
    }

    @Test
    void noSessionIdIsShownByJmx() throws IOException {
        String shown = Files.readString(SecretsRecorder.JMX);
        assertThat(shown)
                .as("rows of the table of sessions")
                .contains("clientName=")
                .contains("handle=");
        assertThat(idsIn(shown)).as("session ids in %s", SecretsRecorder.JMX).isEmpty();
    }

    /* What the SDK's servlet writes of its sessions is its own affair, and the security page says so. */
    private static String withoutTheEndpointsOwn(String log) {
        return START_OF_ENTRY
                .splitAsStream(log)
                .filter(entry -> !OF_THE_SDK.matcher(entry).lookingAt())
                .collect(Collectors.joining());
    }

    private static List<String> idsIn(String text) throws IOException {
        Set<String> ids = ids();
        assertThat(ids).as("ids in %s", SecretsRecorder.IDS).hasSizeGreaterThan(MANY);
        return ids.parallelStream().filter(text::contains).toList();
    }

    private static Set<String> ids() throws IOException {
        try (Stream<String> seen = Files.lines(SecretsRecorder.IDS)) {
            return seen.filter(id -> id.length() >= SHORTEST).collect(Collectors.toSet());
        }
    }
}
