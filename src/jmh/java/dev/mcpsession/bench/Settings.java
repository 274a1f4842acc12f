package dev.mcpsession.bench;

import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import java.time.Duration;
import java.util.List;

/** The configuration as it is by default, but for what is said. */
public final class Settings {

    private static final int UNLIMITED = -1;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final List<String> BOTH_ERAS = List.of("2025-06-18", "2025-11-25", "2026-07-28");

    private Settings() {}

    /**
     * For any number of sessions.
     *
     * @return a configuration
     */
    public static Configuration unlimited() {
        return of(UNLIMITED, ProtocolVersions.WITH_SESSIONS, KEEP_ALIVE);
    }

    /**
     * For any number of sessions.
     *
     * @param streamKeepAlive how often a comment is written on each event stream; zero for never
     * @return a configuration
     */
    public static Configuration withKeepAlive(Duration streamKeepAlive) {
        return of(UNLIMITED, ProtocolVersions.WITH_SESSIONS, streamKeepAlive);
    }

    /**
     * For an endpoint that serves clients without sessions as well.
     *
     * @param maxSessions at most so many sessions
     * @return a configuration
     */
    public static Configuration ofBothEras(int maxSessions) {
        return of(maxSessions, BOTH_ERAS, KEEP_ALIVE);
    }

    private static Configuration of(int maxSessions, List<String> versions, Duration streamKeepAlive) {
        return new Configuration(
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                Duration.ofHours(24),
                streamKeepAlive,
                Duration.ZERO,
                null,
                maxSessions,
                UNLIMITED,
                true,
                true,
                new ProtocolVersions(versions),
                AllowedOrigins.NONE,
                true,
                "tid",
                true,
                null,
                Duration.ofDays(7));
    }
}
