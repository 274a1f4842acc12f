package dev.mcpsession.bench.scale;

/** What a child says to its parent: a figure a line. */
final class Figure {

    static final String PREFIX = "FIGURE ";

    private Figure() {}

    static void print(String name, double value) {
        System.out.println(PREFIX + name + " " + value);
    }
}
