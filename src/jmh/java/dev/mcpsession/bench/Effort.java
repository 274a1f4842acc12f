package dev.mcpsession.bench;

/** How much of everything: enough for figures, or, with {@code -Dquick}, just enough to see that it runs. */
final class Effort {

    private static final boolean QUICK = System.getProperty("quick", "false").equals("true");

    private Effort() {}

    static boolean isQuick() {
        return QUICK;
    }

    static int of(int full, int quick) {
        return QUICK ? quick : full;
    }
}
