package dev.mcpsession.conformance;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run of the official conformance suite against a server.
 *
 * <p>Its exit code alone says little: scenarios that do not apply, that are not scored or that cannot look do not
 * count. So every check of every scenario is read from the files that it writes.
 *
 * @param exitCode of the suite
 * @param scenarios the checks of each scenario, by its name
 * @param log what the suite printed
 */
record Suite(int exitCode, SortedMap<String, List<Check>> scenarios, String log) {

    private static final String PROGRAM = "@modelcontextprotocol/conformance/dist/index.js";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** The folder of a scenario is named after it and the time. */
    private static final Pattern FOLDER = Pattern.compile("server-(.+)-\\d{4}-\\d{2}-\\d{2}T[-0-9]+Z");

    /**
     * Runs it.
     *
     * @param name of the run: a folder under {@code target/node} for what it leaves
     * @param url of the server; of this machine, or the suite refuses part of its work
     * @param options which scenarios
     */
    static Suite run(String name, String url, String... options) throws IOException, InterruptedException {
        Path results = Node.emptyFolder("suite/" + name);
        List<String> arguments = new ArrayList<>(List.of("server", "--url", url, "--output-dir", results.toString()));
        arguments.addAll(List.of(options));
        Node.Output output = Node.run("suite/" + name, LONGEST, Node.module(PROGRAM), arguments.toArray(String[]::new));
        return new Suite(output.exitCode(), read(results), output.out() + output.err());
    }

    /** How many checks of each scenario passed. */
    SortedMap<String, Integer> passed() {
        SortedMap<String, Integer> passed = new TreeMap<>();
        scenarios.forEach((name, checks) ->
                passed.put(name, (int) checks.stream().filter(Check::hasPassed).count()));
        return passed;
    }

    /** The checks that should have passed and have not, warnings included. */
    List<Check> complaints() {
        return scenarios.values().stream()
                .flatMap(List::stream)
                .filter(Check::complains)
                .toList();
    }

    private static SortedMap<String, List<Check>> read(Path results) throws IOException {
        SortedMap<String, List<Check>> scenarios = new TreeMap<>();
        try (Stream<Path> folders = Files.list(results)) {
            for (Path folder : folders.toList()) {
                Matcher name = FOLDER.matcher(folder.getFileName().toString());
                Path checks = folder.resolve("checks.json");
                // A scenario that is skipped or breaks off leaves an empty folder.
                if (name.matches() && Files.exists(checks)) {
                    scenarios.put(name.group(1), checks(checks));
                }
            }
        }
        return scenarios;
    }

    private static List<Check> checks(Path file) throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            JsonArray checks = reader.readArray();
            return checks.getValuesAs(JsonObject.class).stream()
                    .map(check -> new Check(
                            check.getString("id"), check.getString("status"), check.getString("errorMessage", "")))
                    .toList();
        }
    }

    /**
     * One check.
     *
     * @param id its name
     * @param status SUCCESS, FAILURE, WARNING, INFO or SKIPPED
     * @param message what is wrong, if anything is
     */
    record Check(String id, String status, String message) {

        boolean hasPassed() {
            return status.equals("SUCCESS");
        }

        boolean complains() {
            return status.equals("FAILURE") || status.equals("WARNING");
        }

        /** What does not change from run to run. */
        String outcome() {
            return id + ": " + status;
        }
    }
}
