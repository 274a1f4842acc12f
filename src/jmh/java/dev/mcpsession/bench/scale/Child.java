package dev.mcpsession.bench.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JVM of its own, with as much heap as it needs. */
public final class Child {

    private Child() {}

    /**
     * Runs a class to its end, and shows what it prints.
     *
     * @param type with a main method
     * @param heapMegabytes for it
     * @param arguments for it
     * @return the figures
     * @throws IOException if it cannot be started or read
     * @throws InterruptedException if this thread was
     */
    public static Map<String, Double> run(Class<?> type, long heapMegabytes, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heapMegabytes + "m",
                "-Xmx" + heapMegabytes + "m",
                // What JOL needs of the JVM to count without guessing.
                "-Djdk.attach.allowAttachSelf=true",
                "-Djol.magicFieldOffset=true",
                "-classpath",
                System.getProperty("java.class.path"),
                type.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Map<String, Double> figures = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(type.getSimpleName() + " " + String.join(" ", arguments) + ": " + line);
                if (line.startsWith(Figure.PREFIX)) {
                    String[] words = line.split(" ", -1);
                    figures.put(words[1], Double.valueOf(words[2]));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(type.getSimpleName() + " ended with " + process.exitValue());
        }
        return figures;
    }
}
