package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder has recorded of a registry, as a reader of the file sees it. */
class FlightRecorderEventsTest {

    private static final String SECRET = "a-secret-id";

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final SessionRegistry registry =
            new SessionRegistry(Settings.none().idle(60).configuration(), time, RegistryListener.none());

    @Test
    void aLifeIsRecordedUnderItsHandle() throws IOException {
        List<RecordedEvent> events = record(() -> {
            open(SECRET);
            time.advance(Duration.ofSeconds(30));
            registry.enter("/mcp", SECRET, ExchangeKind.REQUEST, null).end();
            registry.endByHandle(registry.queries().list().get(0).handle(), EndReason.OPERATOR);
            registry.sessionNotFound("/mcp", SECRET, null);
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactly(
                        "dev.mcpsession.SessionOpened",
                        "dev.mcpsession.SessionEnded",
                        "dev.mcpsession.DeadSessionRequest");
        String handle = events.get(0).getString("handle");
        assertThat(handle).matches("[0-9a-f]{16}");
        assertThat(events)
                .extracting(event -> event.getString("handle"))
                .as("one life, one name")
                .containsOnly(handle);
        assertThat(events.get(0).getString("namedBy")).isEqualTo("endpoint");
        assertThat(events.get(0).getString("path")).isEqualTo("/mcp");
        assertThat(events.get(0).getString("protocolVersion")).isEqualTo("2025-11-25");
        assertThat(events.get(0).getString("clientName")).isEqualTo("probe");
        assertThat(events.get(0).getString("clientVersion")).isEqualTo("1.2");
        assertThat(events.get(1).getString("reason")).isEqualTo("operator");
        assertThat(events.get(1).getDuration("alive")).isEqualTo(Duration.ofSeconds(30));
        assertThat(events.get(1).getLong("requestsServed")).isEqualTo(2);
        assertThat(events.toString()).doesNotContain(SECRET);
    }

    @Test
    void sweepsAreRecorded() throws IOException {
        open("a");
        open("b");
        time.advance(Duration.ofSeconds(60));
        open("c");

        List<RecordedEvent> events = record(registry::sweep);

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactlyInAnyOrder(
                        "dev.mcpsession.SessionEnded", "dev.mcpsession.SessionEnded", "dev.mcpsession.Sweep");
        RecordedEvent sweep = events.stream()
                .filter(event -> event.getEventType().getName().endsWith("Sweep"))
                .findFirst()
                .orElseThrow();
        assertThat(sweep.getInt("ended")).isEqualTo(2);
        assertThat(sweep.getInt("live")).isEqualTo(1);
    }

    @Test
    void whatCanBeNoIdHasNoHandle() throws IOException {
        List<RecordedEvent> events = record(() -> registry.sessionNotFound("/mcp", "x".repeat(129), null));

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.getString("handle")).isEqualTo("invalid"));
    }

    @Test
    void eachSaysWhatItIs() throws IOException {
        List<RecordedEvent> events = record(() -> {
            open("a");
            registry.sweep();
            registry.sessionNotFound("/mcp", "b", null);
            registry.clear(EndReason.SHUTDOWN);
        });

        assertThat(events).hasSize(4).allSatisfy(event -> {
            assertThat(event.getEventType().getLabel()).startsWith("MCP ");
            assertThat(event.getEventType().getDescription()).contains(" ");
            assertThat(event.getEventType().getCategoryNames()).containsExactly("MCP Sessions");
            assertThat(event.getStackTrace()).isNull();
        });
    }

    @Test
    void noRecording_noEventObjects() {
        SessionEvents.ofThisJvm().deadSession(() -> {
            throw new AssertionError("asked for a handle");
        });
    }

    private void open(String id) {
        registry.reserve(null)
                .adopt("/mcp", id, new ClientInfo("2025-11-25", "probe", "1.2"))
                .end();
    }

    private List<RecordedEvent> record(Runnable deeds) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            for (String name : List.of("SessionOpened", "SessionEnded", "DeadSessionRequest", "Sweep")) {
                recording.enable("dev.mcpsession." + name);
            }
            recording.start();
            deeds.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }
}
