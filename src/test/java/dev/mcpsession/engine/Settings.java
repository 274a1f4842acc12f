package dev.mcpsession.engine;

import dev.mcpsession.config.Configuration;
import dev.mcpsession.config.ProtocolVersions;
import java.time.Duration;
import java.util.Set;

/** Configurations for tests: what is not said is off. */
record Settings(Duration idle, Duration initialize, Duration streamIdle, Duration lifetime, int maxSessions) {

    static Settings none() {
        return new Settings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, -1);
    }

    Settings idle(int seconds) {
        return new Settings(Duration.ofSeconds(seconds), initialize, streamIdle, lifetime, maxSessions);
    }

    Settings initialize(int seconds) {
        return new Settings(idle, Duration.ofSeconds(seconds), streamIdle, lifetime, maxSessions);
    }

    Settings streamIdle(int seconds) {
        return new Settings(idle, initialize, Duration.ofSeconds(seconds), lifetime, maxSessions);
    }

    Settings lifetime(int seconds) {
        return new Settings(idle, initialize, streamIdle, Duration.ofSeconds(seconds), maxSessions);
    }

    Settings maxSessions(int limit) {
        return new Settings(idle, initialize, streamIdle, lifetime, limit);
    }

    Configuration configuration() {
        return new Configuration(
                idle,
                initialize,
                streamIdle,
                lifetime,
                null,
                maxSessions,
                true,
                new ProtocolVersions(ProtocolVersions.WITH_SESSIONS),
                Set.of());
    }
}
