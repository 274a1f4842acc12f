package dev.mcpsession.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the parts have found: tables for the README, and which goals were met. */
final class Report {

    private final List<String> rows = new ArrayList<>();
    private final List<String> goals = new ArrayList<>();

    /** Begins a table. */
    void table(String... columns) {
        rows.add("");
        row(columns);
        rows.add("|---".repeat(columns.length) + "|");
    }

    /** Goes on with the table. */
    void row(String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    void atMost(String name, double figure, double goal) {
        goal(name, figure, "<=", goal, figure <= goal);
    }

    void atLeast(String name, double figure, double goal) {
        goal(name, figure, ">=", goal, figure >= goal);
    }

    void print() {
        rows.forEach(System.out::println);
        System.out.println();
        goals.forEach(System.out::println);
    }

    private void goal(String name, double figure, String relation, double goal, boolean met) {
        goals.add(String.format(
                Locale.ROOT, "GOAL %s %.3f %s%.3f %s", name, figure, relation, goal, met ? "met" : "missed"));
    }
}
