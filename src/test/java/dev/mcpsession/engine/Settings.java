package dev.mcpsession.engine;

import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import java.time.Duration;

/** Configurations for tests: what is not said is off. */
record Settings(
        Duration idle,
        Duration initialize,
        Duration streamIdle,
        Duration lifetime,
        int maxSessions,
        int maxSessionsPerOwner,
        boolean releaseSessions) {

    static Settings none() {
        return new Settings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, -1, -1, true);
    }

    Settings idle(int seconds) {
        return new Settings(
                Duration.ofSeconds(seconds),
                initialize,
                streamIdle,
                lifetime,
                maxSessions,
                maxSessionsPerOwner,
                releaseSessions);
    }

    Settings initialize(int seconds) {
        return new Settings(
                idle,
                Duration.ofSeconds(seconds),
                streamIdle,
                lifetime,
                maxSessions,
                maxSessionsPerOwner,
                releaseSessions);
    }

    Settings streamIdle(int seconds) {
        return new Settings(
                idle,
                initialize,
                Duration.ofSeconds(seconds),
                lifetime,
                maxSessions,
                maxSessionsPerOwner,
                releaseSessions);
    }

    Settings lifetime(int seconds) {
        return new Settings(
                idle,
                initialize,
                streamIdle,
                Duration.ofSeconds(seconds),
                maxSessions,
                maxSessionsPerOwner,
                releaseSessions);
    }

    Settings maxSessions(int limit) {
        return new Settings(idle, initialize, streamIdle, lifetime, limit, maxSessionsPerOwner, releaseSessions);
    }

    Settings maxSessionsPerOwner(int limit) {
        return new Settings(idle, initialize, streamIdle, lifetime, maxSessions, limit, releaseSessions);
    }

    Settings withoutReleases() {
        return new Settings(idle, initialize, streamIdle, lifetime, maxSessions, maxSessionsPerOwner, false);
    }

    Configuration configuration() {
        return new Configuration(
                idle,
                initialize,
                streamIdle,
                Duration.ofSeconds(15),
                lifetime,
                null,
                maxSessions,
                maxSessionsPerOwner,
                true,
                true,
                new ProtocolVersions(ProtocolVersions.WITH_SESSIONS),
                AllowedOrigins.NONE,
                true,
                "tid",
                releaseSessions,
                null,
                Duration.ofDays(7));
    }
}
