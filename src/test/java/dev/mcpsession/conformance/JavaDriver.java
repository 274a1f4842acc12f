package dev.mcpsession.conformance;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@code driver.mjs} is to the scripts, for clients written in Java: lets a test drive one by standard input and
 * output.
 */
final class JavaDriver {

    private final AtomicInteger progress = new AtomicInteger();

    /** To be called at each notification of progress. */
    void progressed() {
        progress.incrementAndGet();
    }

    /** Has the client do what standard input says, and ends the process with it. */
    void drive(Client client) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        PrintStream answers = System.out;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(answer(client, Command.valueOf(line.toUpperCase(Locale.ROOT))));
        }
        // Clients have threads that would go on.
        System.exit(0);
    }

    @SuppressWarnings("CatchingUnchecked") // clients fail in many ways, and each is an answer
    private JsonObject answer(Client client, Command command) {
        progress.set(0);
        try {
            String said = obey(client, command);
            String wanted = wanted(command);
            return said.contains(wanted)
                    ? Json.createObjectBuilder()
                            .add("ok", true)
                            .add("progress", progress.get())
                            .build()
                    : failed("Not \"" + wanted + "\": " + said);
        } catch (Exception e) {
            return failed(e.toString());
        }
    }

    private static String obey(Client client, Command command) throws Exception {
        switch (command) {
            case CONNECT -> client.connect();
            case LIST -> {
                return client.list();
            }
            case CALL -> {
                return client.echo("hello");
            }
            case COUNTDOWN -> {
                return client.countdown(2);
            }
            case CLOSE -> client.close();
            case TERMINATE -> throw new UnsupportedOperationException("No word for it");
        }
        return "";
    }

    private static String wanted(Command command) {
        return switch (command) {
            case LIST -> "countdown";
            case CALL -> "hello";
            case COUNTDOWN -> "Counted 2 s.";
            case CONNECT, TERMINATE, CLOSE -> "";
        };
    }

    private static JsonObject failed(String error) {
        return Json.createObjectBuilder().add("ok", false).add("error", error).build();
    }

    /** A client; what it hears it returns as text, and if it fails it throws. */
    interface Client {

        /** Opens a connection; after a failure, as an application would try again. */
        void connect() throws Exception;

        /** Lists the tools. */
        String list() throws Exception;

        /** Calls the tool {@code echo}. */
        String echo(String text) throws Exception;

        /** Calls the tool {@code countdown}, with interest in its progress. */
        String countdown(int seconds) throws Exception;

        /** Closes the connection as the client does. */
        void close() throws Exception;
    }
}
