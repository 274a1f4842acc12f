package dev.mcpsession.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration parameters: name, default, type with its bounds, and meaning. The reader, the check for unknown
 * names, the check of values that an operator sets over JMX, and the configuration table of the documentation follow
 * this list.
 */
public enum Parameter {

    /** How long an established session may be idle. */
    IDLE_TIMEOUT(
            "idleTimeout",
            "PT30M",
            Type.DURATION,
            "A session ends this long after the end of its last exchange. `0`: never. Most MCP servers use 30 minutes; many"
                    + " clients do not recover from a 404, so a short timeout interrupts their users"),
    /** How long a session may wait for its second request. */
    INITIALIZE_TIMEOUT(
            "initializeTimeout",
            "PT1M",
            Type.DURATION,
            "Idle timeout of a provisional session, which has served nothing but its `initialize`; the idle timeout if that is"
                    + " shorter. `0`: the idle timeout. Bounds what probes and clients that open a session per call cost"),
    /** How long a session may have open streams and nothing else. */
    STREAM_IDLE_TIMEOUT(
            "streamIdleTimeout",
            "PT24H",
            Type.DURATION,
            "A session with nothing but open GET streams ends this long after its last other exchange. `0`: never. For a client"
                    + " that has gone behind a proxy which keeps reading: no comment fails there"),
    /** How often a comment is written on event streams. */
    STREAM_KEEP_ALIVE(
            "streamKeepAlive",
            "PT15S",
            Type.DURATION,
            "A comment is written on each open event stream this often, so that proxies leave the connection open and a client"
                    + " that has gone is noticed. `0`: never. 15 seconds is what other MCP servers use, and half of the"
                    + " shortest idle timeout among common proxies"),
    /** The greatest age of a session. */
    MAX_LIFETIME(
            "maxLifetime",
            "0",
            Type.DURATION,
            "A session ends this long after it was opened, at the first moment without a POST or DELETE in flight. `0`: never"),
    /** How often the sweep runs. */
    SWEEP_INTERVAL(
            "sweepInterval",
            "",
            Type.INTERVAL,
            "How often ended sessions are cleared from memory. Unset: a tenth of the smallest enabled timeout, at least a"
                    + " second, at most a minute. A request that comes too late gets its 404 at once, whatever this is"),
    /** How many sessions there may be. */
    MAX_SESSIONS(
            "maxSessions",
            "10000",
            Type.LIMIT,
            "The most sessions on this node. When it is reached, `initialize` evicts the least valuable session; if none is"
                    + " eligible, it is answered 503. `-1`: no limit. Ten thousand idle sessions of the Java SDK take about 10 MB"),
    /** How many sessions one owner may have. */
    MAX_SESSIONS_PER_OWNER(
            "maxSessionsPerOwner",
            "-1",
            Type.LIMIT,
            "The most sessions of one authenticated owner on this node; the next one evicts that owner's longest idle session."
                    + " `-1`: no limit"),
    /** Whether a client may end its session. */
    ALLOW_CLIENT_TERMINATION(
            "allowClientTermination",
            "true",
            Type.FLAG,
            "`false`: a DELETE is answered 405, and only timeouts and the operator end a session"),
    /** Whether a request needs a session. */
    REQUIRE_SESSION(
            "requireSession",
            "true",
            Type.FLAG,
            "`false`: a POST without an id goes to the endpoint, which sees no session, for clients that lose the id; an id that is"
                    + " sent is checked all the same. Only for an endpoint that needs no session"),
    /** Which revisions the endpoint serves. */
    PROTOCOL_VERSIONS(
            "protocolVersions",
            "2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25",
            Type.REVISIONS,
            "Revisions of the protocol that the endpoint serves. Add `2026-07-28` only for an endpoint that serves it: clients"
                    + " of that revision then pass without a session, and are otherwise told to fall back to `initialize`"),
    /** Browser origins that are allowed besides the endpoint's own. */
    ALLOWED_ORIGINS(
            "allowedOrigins",
            "",
            Type.ORIGINS,
            "Browser origins allowed besides the endpoint's own, spelled as the browser sends them, with `*` for the port, or"
                    + " `scheme://*` for a scheme other than http and https; `null` may be listed. If any is listed, the filter answers CORS"),
    /** Whether a session belongs to the caller that opened it. */
    BIND_TO_OWNER(
            "bindToOwner",
            "true",
            Type.FLAG,
            "A session belongs to the caller that opened it; requests of other callers are answered 404. `false`: the id alone"
                    + " gives access"),
    /** The claim of a token that names the tenant. */
    TENANT_CLAIM(
            "tenantClaim",
            "tid",
            Type.NAME,
            "The claim of a MicroProfile JWT that names the tenant, which is part of the owner"),
    /** Whether endpoints are told of sessions that ended here. */
    RELEASE_SESSIONS(
            "releaseSessions",
            "true",
            Type.FLAG,
            "An endpoint is told, by a DELETE, of a session that it named and that has ended here or was never opened. `false`:"
                    + " it is not, for an endpoint whose DELETE cannot run during another client's request"),
    /** The secrets that seal session ids. */
    RESUME_KEY(
            "resumeKey",
            "",
            Type.SECRETS,
            "Sessions [outlive memory](resumption.md): restarts, idleness, eviction. One secret or several with commas between"
                    + " them, 32 bytes or more each, base64url or hexadecimal, or `file:` and the path of a file with one on each"
                    + " line; the first seals, all open. Belongs in an environment variable or a file, not in `web.xml`; shown"
                    + " nowhere"),
    /** How long after its opening a session can be resumed. */
    RESUME_WITHIN(
            "resumeWithin",
            "P7D",
            Type.INTERVAL,
            "With `resumeKey`, a session can be resumed this long after it was opened, and never longer than `maxLifetime`. A"
                    + " week: a resumed session holds nothing but what its client said in `initialize`");

    private static final String PREFIX = "mcp.session.";
    private static final String ENVIRONMENT_PREFIX = "MCP_SESSION_";

    private final String parameterName;
    private final String defaultValue;
    private final Type type;
    private final String meaning;

    Parameter(String parameterName, String defaultValue, Type type, String meaning) {
        this.parameterName = parameterName;
        this.defaultValue = defaultValue;
        this.type = type;
        this.meaning = meaning;
    }

    /**
     * The name as an init-param of the filter, for instance {@code idleTimeout}.
     *
     * @return the name
     */
    public String parameterName() {
        return parameterName;
    }

    /**
     * The name as a context-param and as a system property, for instance {@code mcp.session.idleTimeout}.
     *
     * @return the name
     */
    public String propertyName() {
        return PREFIX + parameterName;
    }

    /**
     * The name as an environment variable, for instance {@code MCP_SESSION_IDLE_TIMEOUT}.
     *
     * @return the name
     */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + name();
    }

    /**
     * The value in force where nothing sets the parameter, written as in {@code web.xml}.
     *
     * @return the text; empty where unset is a value of its own
     */
    public String defaultValue() {
        return defaultValue;
    }

    /**
     * What the parameter does, in the words of the README.
     *
     * @return one or more sentences of Markdown, without the last full stop
     */
    public String meaning() {
        return meaning;
    }

    /**
     * The values that the parameter takes, in words.
     *
     * @return what an error message says was expected
     */
    public String expected() {
        return type.expected;
    }

    /**
     * Parses and checks a value, whether it was read from the configuration or set by an operator.
     *
     * @param valueType the type of the value
     * @param place where the value was set, for the message
     * @param text the value as written
     * @param <T> the type of the value
     * @return the value, within its bounds
     * @throws ConfigurationException if the parameter does not take that value
     */
    public <T> T parse(Class<T> valueType, String place, String text) {
        try {
            return valueType.cast(type.parse(text.strip()));
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            throw new ConfigurationException("The MCP session filter cannot use " + place
                    + (type == Type.SECRETS ? ", because " + e.getMessage() : " = '" + text + "'") + ": expected "
                    + type.expected);
        }
    }

    static Optional<Parameter> ofParameterName(String name) {
        return Arrays.stream(values()).filter(p -> p.parameterName.equals(name)).findFirst();
    }

    static Optional<Parameter> ofPropertyName(String name) {
        return Arrays.stream(values())
                .filter(p -> p.propertyName().equals(name))
                .findFirst();
    }

    static boolean hasPropertyPrefix(String name) {
        return name.startsWith(PREFIX);
    }

    static boolean isUnknownOverride(String name) {
        boolean property = hasPropertyPrefix(name) && ofPropertyName(name).isEmpty();
        boolean variable = name.toUpperCase(Locale.ROOT).startsWith(ENVIRONMENT_PREFIX)
                && Arrays.stream(values()).noneMatch(p -> p.environmentName().equals(name));
        return property || variable;
    }

    /** The types of values. A parser throws for a text that is no such value, or out of bounds. */
    private enum Type {
        DURATION("a duration in whole seconds, ISO-8601 (PT30M) or a number (1800), from 0 to P36500D"),
        INTERVAL("a duration in whole seconds, ISO-8601 (PT30S) or a number (30), from 1 second to P36500D"),
        LIMIT("-1 for none, or a whole number from 1 to 2147483647"),
        FLAG("true or false"),
        REVISIONS("protocol revisions with commas between them, such as 2025-06-18, 2025-11-25"),
        ORIGINS("web origins with commas between them, such as https://app.example.com, http://localhost:*,"
                + " vscode-webview://* (that wildcard for schemes other than http and https only)"),
        NAME("a name without spaces"),
        SECRETS(
                "secrets with commas between them, each 32 bytes or more in base64url or hexadecimal digits (openssl rand"
                        + " -hex 32), or file: and the path of a file with one on each line");

        /** A century: longer than any process lives, and far inside what a count of nanoseconds can hold. */
        private static final Duration MAX_DURATION = Duration.ofDays(36_500);

        private static final Pattern WHOLE_SECONDS = Pattern.compile("[0-9]{1,10}");

        /* Integer.parseInt also takes a plus sign and the digits of other scripts. */
        private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,10}");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }

        private Object parse(String text) {
            return switch (this) {
                case DURATION -> duration(text, Duration.ZERO);
                case INTERVAL -> duration(text, Duration.ofSeconds(1));
                case LIMIT -> limit(text);
                case FLAG -> flag(text);
                case REVISIONS -> new ProtocolVersions(items(text));
                case ORIGINS -> AllowedOrigins.of(items(text));
                case NAME -> name(text);
                case SECRETS -> ResumeKeys.parse(text);
            };
        }

        private static Duration duration(String text, Duration min) {
            Duration duration = WHOLE_SECONDS.matcher(text).matches()
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
            // Timeouts are shown and set over JMX in seconds, where a fraction of one would read 0, which means never.
            if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))
                    || duration.compareTo(min) < 0
                    || duration.compareTo(MAX_DURATION) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return duration;
        }

        private static int limit(String text) {
            int limit = WHOLE_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (limit != -1 && limit < 1) {
                throw new IllegalArgumentException("out of range");
            }
            return limit;
        }

        private static boolean flag(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false");
            };
        }

        private static String name(String text) {
            if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException("not a name");
            }
            return text;
        }

        private static List<String> items(String text) {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
    }
}
