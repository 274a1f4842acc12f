package dev.mcpsession.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of real clients and what they do, as the clients page shows it. */
final class ClientTable {

    private static final Path PAGE = Path.of("src/site/markdown/clients.md");
    private static final String BEGIN = "<!-- clients:begin -->";
    private static final String END = "<!-- clients:end -->";

    private ClientTable() {}

    /** What there is to say of a client. */
    enum Column {
        CONNECT("connect"),
        LIST("list"),
        CALL("call"),
        STREAMED_CALL("streamed call"),
        STREAM("GET stream"),
        DELETE("DELETE"),
        EXPIRED("session expired: 404"),
        FOREIGN("session of another owner: 404"),
        LIMIT("limit reached: 503"),
        DRAIN("draining: 503");

        private final String title;

        Column(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** The titles of all columns but the first. */
    static List<String> titles() throws IOException {
        return cells(lines().get(0)).stream().skip(1).toList();
    }

    /** The rows, by client. */
    static Map<String, Map<Column, String>> rows() throws IOException {
        Map<String, Map<Column, String>> rows = new LinkedHashMap<>();
        for (String line : lines().stream().skip(2).toList()) {
            Iterator<String> cells = cells(line).iterator();
            String client = cells.next();
            Map<Column, String> row = new EnumMap<>(Column.class);
            for (Column column : Column.values()) {
                row.put(column, cells.next());
            }
            rows.put(client, row);
        }
        return rows;
    }

    /** A row as it is to stand in the table. */
    static String line(String client, Map<Column, String> row) {
        return Stream.concat(Stream.of(client), Arrays.stream(Column.values()).map(row::get))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(BEGIN))
                .takeWhile(line -> !line.equals(END))
                .filter(line -> line.startsWith("|"))
                .toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }
}
