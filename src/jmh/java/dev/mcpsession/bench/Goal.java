package dev.mcpsession.bench;

import java.util.Locale;

/** What a figure ought to be. */
final class Goal {

    private Goal() {}

    static void atMost(String name, double figure, double goal) {
        say(name, figure, "<=", goal, figure <= goal);
    }

    static void atLeast(String name, double figure, double goal) {
        say(name, figure, ">=", goal, figure >= goal);
    }

    private static void say(String name, double figure, String relation, double goal, boolean met) {
        System.out.printf(Locale.ROOT, "GOAL %s %.3f %s%.3f %s%n", name, figure, relation, goal, met ? "met" : "missed");
    }
}
