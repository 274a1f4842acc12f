package dev.mcpsession.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Node.js with the suites and clients of others, in the versions of {@code src/test/node/package-lock.json}, the
 * runtime itself included.
 *
 * <p>npm installs them once for each lock file, into {@code mcp-session-filter} in the user's cache
 * ({@code XDG_CACHE_HOME}, or else {@code ~/.cache}), where builds share them. Our own scripts are copied to
 * {@code target/node}, from where they find the packages by a link.
 */
final class Node {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path WORK = Path.of(System.getProperty("build.directory"), "node");
    private static final String MODULES = "node_modules";
    private static final Duration LONGEST_INSTALLATION = Duration.ofMinutes(10);

    private Node() {}

    /** Whether there is an npm. */
    static boolean canBeInstalled() {
        try {
            return new ProcessBuilder(npm(), "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The runtime. */
    static Path executable() {
        String name = isWindows() ? "node.exe" : "node";
        try (Stream<Path> packages = Files.list(Holder.MODULES_FOLDER)) {
            return packages.map(folder -> folder.resolve("bin").resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "No Node.js for this platform among the packages: see package.json in " + SOURCES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of a package. */
    static Path module(String file) {
        return Holder.MODULES_FOLDER.resolve(file);
    }

    /** A script of ours. */
    static Path script(String name) {
        return Holder.SCRIPTS.resolve(name);
    }

    /** A folder under {@code target/node}, without what an earlier run left in it. */
    static Path emptyFolder(String name) throws IOException {
        Path folder = Holder.SCRIPTS.resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    /**
     * Runs a script to its end.
     *
     * @param log the name of the files for what it prints, under {@code target/node}
     * @param longest how long it may take
     * @param script what to run
     * @param arguments what to tell it
     */
    static Output run(String log, Duration longest, Path script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(executable().toString());
        command.add(script.toString());
        command.addAll(List.of(arguments));
        Path out = WORK.resolve(log + ".out");
        Path err = WORK.resolve(log + ".err");
        Files.createDirectories(out.getParent());
        int exitCode =
                execute(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()), longest);
        return new Output(exitCode, Files.readString(out), Files.readString(err));
    }

    private static int execute(ProcessBuilder builder, Duration longest) throws IOException, InterruptedException {
        // Nothing is ever asked, and what reads its input to the end finds it at once.
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Not done within " + longest + ": " + builder.command());
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private static Path install() throws IOException, InterruptedException {
        Path target = cache().resolve("node-" + version());
        if (!Files.isDirectory(target)) {
            Files.createDirectories(target.getParent());
            Path temporary = Files.createTempDirectory(target.getParent(), "installing-");
            try {
                install(temporary);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
                // Another build was faster.
            } finally {
                delete(temporary);
            }
        }
        return target.resolve(MODULES);
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        Path log = folder.resolve("npm.log");
        ProcessBuilder npm = new ProcessBuilder(
                npm(),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--engine-strict=false");
        int exitCode = execute(
                npm.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()),
                LONGEST_INSTALLATION);
        if (exitCode != 0) {
            throw new IllegalStateException("npm ci ended with " + exitCode + ":\n" + Files.readString(log));
        }
    }

    private static Path scripts(Path modules) throws IOException {
        Files.createDirectories(WORK);
        Path link = WORK.resolve(MODULES);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, modules);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".mjs")).toList()) {
                Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return WORK;
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.toAbsolutePath().resolve("mcp-session-filter");
    }

    /** Names the lock file by what it says. */
    private static String version() throws IOException {
        try {
            String lock = Files.readString(SOURCES.resolve("package-lock.json")).replace("\r\n", "\n");
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lock.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static String npm() {
        return isWindows() ? "npm.cmd" : "npm";
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * What a process left.
     *
     * @param exitCode its exit code
     * @param out its standard output
     * @param err its standard error
     */
    record Output(int exitCode, String out, String err) {}

    /** Installs when first asked for. */
    private static final class Holder {

        static final Path MODULES_FOLDER;
        static final Path SCRIPTS;

        static {
            try {
                MODULES_FOLDER = install();
                SCRIPTS = scripts(MODULES_FOLDER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private Holder() {}
    }
}
