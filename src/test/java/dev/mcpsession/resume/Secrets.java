package dev.mcpsession.resume;

import dev.mcpsession.config.ResumeKeys;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Secrets for tests. */
final class Secrets {

    static final String FIRST = "00".repeat(31) + "01";
    static final String SECOND = "00".repeat(31) + "02";
    static final String FOREIGN = "00".repeat(31) + "03";

    private Secrets() {}

    static ResumeKeys of(String... secrets) {
        return ResumeKeys.parse(Arrays.stream(secrets).collect(Collectors.joining(",")));
    }
}
