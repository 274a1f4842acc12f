package dev.mcpsession.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the figures were taken on. */
final class Machine {

    private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Bytes of memory. */
    static long memory() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize();
    }

    static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d GB; %s %s; Java %s",
                processor(),
                cores(),
                Math.round(memory() / 1e9),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.runtime.version"));
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(LINUX_PROCESSORS)) {
            return "processor unknown";
        }
        try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
            List<String> names = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
            return names.isEmpty() ? "processor unknown" : names.get(0);
        }
    }
}
