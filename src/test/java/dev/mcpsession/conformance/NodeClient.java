package dev.mcpsession.conformance;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of npm, in a process of its own that runs one of our scripts: {@code driver.mjs} says how it talks. */
final class NodeClient implements DrivenClient {

    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private NodeClient(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
        // A client that hangs is ended, which ends whoever waits for its answer.
        CompletableFuture<Process> unused = process.onExit()
                .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .exceptionally(timeout -> process.destroyForcibly());
    }

    /** Starts a script, which gets the address of the endpoint and what else it is to be told. */
    static NodeClient start(String script, URI endpoint, String... options) {
        List<String> command = new ArrayList<>(
                List.of(Node.executable().toString(), Node.script(script).toString(), endpoint.toString()));
        command.addAll(List.of(options));
        try {
            return new NodeClient(new ProcessBuilder(command)
                    .redirectError(Redirect.appendTo(Node.script(script + ".err").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer answer(Command command) {
        try {
            commands.write(command.name().toLowerCase(Locale.ROOT) + "\n");
            commands.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("The client has died at " + command);
            }
            return parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            JsonObject answer = reader.readObject();
            return new Answer(answer.getBoolean("ok"), answer.getInt("progress", 0), answer.getString("error", ""));
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
