package dev.mcpsession.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be configured: the one list behind the reader, the check for unknown names and the README's
 * table.
 *
 * @since 1.0
 */
public enum Parameter {

    /** How long an established session may be idle. */
    IDLE_TIMEOUT(
            "idleTimeout",
            "PT30M",
            Form.DURATION,
            "A session ends this long after the end of its last exchange. `0`: never. Half an hour is what most MCP servers"
                    + " use: many clients do not recover from a 404, so a short one hurts people who think before they type"),
    /** How long a session may wait for its second request. */
    INITIALIZE_TIMEOUT(
            "initializeTimeout",
            "PT1M",
            Form.DURATION,
            "The same for a session that has seen nothing but its `initialize`; the idle timeout if that is shorter. `0`: the"
                    + " idle timeout. Probes and clients that open a session per call cost a minute, not half an hour"),
    /** How long a session may have open streams and nothing else. */
    STREAM_IDLE_TIMEOUT(
            "streamIdleTimeout",
            "PT24H",
            Form.DURATION,
            "A session with nothing but open GET streams ends this long after its last other exchange. `0`: never. Servers do"
                    + " not notice a client that died behind an open stream; a day is longer than anybody's working day"),
    /** How long a session may live at all. */
    MAX_LIFETIME(
            "maxLifetime",
            "0",
            Form.DURATION,
            "A session ends this long after it was opened, at the first moment without a POST or DELETE in flight. `0`: never"),
    /** How often the sweep runs. */
    SWEEP_INTERVAL(
            "sweepInterval",
            "",
            Form.INTERVAL,
            "How often ended sessions are cleared from memory. Unset: a tenth of the smallest enabled timeout, at least a"
                    + " second, at most a minute. A request that comes too late gets its 404 at once, whatever this is"),
    /** How many sessions there may be. */
    MAX_SESSIONS(
            "maxSessions",
            "10000",
            Form.LIMIT,
            "Sessions on this node. Where it is reached, a session that hardly anybody misses goes for the newcomer; where there is"
                    + " none, `initialize` gets 503. `-1`: no limit. Ten thousand idle sessions of the Java SDK"
                    + " are some 10 MB: far from harm, and far above what a node serves"),
    /** How many sessions one owner may have. */
    MAX_SESSIONS_PER_OWNER(
            "maxSessionsPerOwner",
            "-1",
            Form.LIMIT,
            "Sessions of one authenticated owner on this node; the next one ends that owner's longest idle. `-1`: no limit"),
    /** Whether a client may end its session. */
    ALLOW_CLIENT_TERMINATION(
            "allowClientTermination",
            "true",
            Form.FLAG,
            "`false`: a DELETE gets 405, and sessions end by time or by the operator only"),
    /** Which revisions the endpoint serves. */
    PROTOCOL_VERSIONS(
            "protocolVersions",
            "2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25",
            Form.REVISIONS,
            "Revisions of the protocol that the endpoint serves. Add `2026-07-28` only for an endpoint that serves it: clients"
                    + " of that revision then pass without a session, and are otherwise told to fall back to `initialize`"),
    /** Which origins may call beyond the endpoint's own. */
    ALLOWED_ORIGINS(
            "allowedOrigins",
            "",
            Form.ORIGINS,
            "Browser origins let in besides the endpoint's own, spelled as the browser sends them, or with `*` for the port; `null`"
                    + " may be listed. Where any is listed, CORS is answered here"),
    /** Whether a session belongs to its opener. */
    BIND_TO_OWNER(
            "bindToOwner",
            "true",
            Form.FLAG,
            "A session is its opener's: to anybody else it does not exist. `false`: whoever has the id has the session"),
    /** Where a token tells the tenant. */
    TENANT_CLAIM(
            "tenantClaim",
            "tid",
            Form.NAME,
            "The claim of a MicroProfile JWT that tells the tenant; a part of who an owner is");

    private static final String PREFIX = "mcp.session.";
    private static final String ENVIRONMENT_PREFIX = "MCP_SESSION_";

    private final String parameterName;
    private final String defaultValue;
    private final Form form;
    private final String meaning;

    Parameter(String parameterName, String defaultValue, Form form, String meaning) {
        this.parameterName = parameterName;
        this.defaultValue = defaultValue;
        this.form = form;
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
     * The form of a value, in words.
     *
     * @return what an error message says was expected
     */
    public String expected() {
        return form.expected();
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
}
