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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client in a process of its own: it reads a command a line, and answers each with a line of JSON, as
 * {@code driver.mjs} says.
 */
final class ClientProcess implements DrivenClient {

    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private ClientProcess(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
        // A client that hangs is ended, which ends the wait for its answer.
        CompletableFuture<Process> unused = process.onExit()
                .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .exceptionally(timeout -> process.destroyForcibly());
    }

    /** Starts one, whose complaints end in a file. */
    static DrivenClient start(List<String> command, Path complaints) {
        try {
            Files.createDirectories(complaints.getParent());
            return new ClientProcess(new ProcessBuilder(command)
                    .redirectError(Redirect.appendTo(complaints.toFile()))
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
