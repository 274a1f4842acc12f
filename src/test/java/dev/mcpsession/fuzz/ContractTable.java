package dev.mcpsession.fuzz;

import dev.mcpsession.config.ProtocolVersions;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contract's table, row by row, for one request: read from the table once more, with another reader of bodies. */
final class ContractTable {

    private static final String TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";

    private static final String VALUE = "(" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)+\")";
    private static final Pattern PARAMETER =
            Pattern.compile("[ \t]*;[ \t]*(?:(" + TOKEN + ")=" + VALUE + ")?", Pattern.DOTALL);
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "(?:" + PARAMETER + ")*", Pattern.DOTALL);

    /** A body that is longer is not read. */
    private static final int LONGEST = 256 * 1024;

    /** A body that nests deeper is as good as none. */
    private static final int DEEPEST = 128;

    private static final int INVALID_REQUEST = -32600;
    private static final int PARSE_ERROR = -32700;
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_VERSION = -32022;
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");
    private static final Set<String> SESSION_REVISIONS = Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");
    private static final LocalDate NEWEST_WITH_SESSIONS = LocalDate.of(2025, 11, 25);

    private final FuzzedFilter edge;
    private final FuzzedRequest request;
    private final ProtocolVersions versions;
    private final StrictReading body;
    private final boolean readable;

    ContractTable(FuzzedFilter edge, FuzzedRequest request) {
        this.edge = edge;
        this.request = request;
        this.versions = edge.versions();
        this.body = StrictReading.ofText(request.body());
        this.readable = request.body().length <= LONGEST && body.json() && body.depth() <= DEEPEST;
    }

    /** Whether readers may differ about the body. */
    boolean isInDoubt() {
        return !body.ordinary();
    }

    Expected expected() {
        String method = request.method();
        if (!originIsAllowed()) {
            return Expected.refused(403, INVALID_REQUEST);
        }
        if (method.equals("OPTIONS")) {
            return new Expected(isPreflight() ? Expected.Kind.PREFLIGHT : Expected.Kind.PASS);
        }
        if (!Set.of("GET", "POST", "DELETE").contains(method)) {
            return Expected.refused(405, INVALID_REQUEST);
        }
        Set<String> ids = values("Mcp-Session-Id");
        Set<String> revisions = values("MCP-Protocol-Version");
        if (ids.size() > 1 || revisions.size() > 1) {
            return Expected.refused(400, INVALID_REQUEST);
        }
        String id = ids.isEmpty() ? null : ids.iterator().next();
        return revisions.isEmpty()
                ? withSessions(method, id)
                : versioned(method, id, revisions.iterator().next());
    }

    private Expected versioned(String method, @Nullable String id, String revision) {
        boolean post = method.equals("POST");
        boolean later = isLater(revision);
        if (versions.listed().contains(revision)) {
            if (!later) {
                return withSessions(method, id);
            }
            return post ? new Expected(Expected.Kind.SESSIONLESS) : Expected.refused(405, INVALID_REQUEST);
        }
        boolean withSessions = SESSION_REVISIONS.contains(revision);
        if (!post) {
            return withSessions ? withSessions(method, id) : Expected.refused(later ? 405 : 400, INVALID_REQUEST);
        }
        if ((later || withSessions) && opensSession()) {
            return new Expected(Expected.Kind.OPEN);
        }
        if (!versions.anySessionless()) {
            return Expected.refused(400, INVALID_REQUEST, echo());
        }
        return !withSessions && isModern()
                ? new Expected(Expected.Kind.SESSIONLESS)
                : Expected.refused(400, UNSUPPORTED_VERSION, echo());
    }

    private Expected withSessions(String method, @Nullable String id) {
        boolean adopted = FuzzedFilter.ADOPTED.equals(id);
        if (adopted || edge.issued().equals(id)) {
            return switch (method) {
                case "POST" -> new Expected(Expected.Kind.LIVE_POST);
                case "GET" -> new Expected(Expected.Kind.LIVE);
                default -> new Expected(adopted ? Expected.Kind.LIVE : Expected.Kind.TERMINATED);
            };
        }
        return switch (method) {
            case "GET" -> Expected.refused(id == null ? 405 : 404, INVALID_REQUEST);
            case "DELETE" -> Expected.refused(id == null ? 400 : 404, INVALID_REQUEST);
            default -> postWithoutSession(id);
        };
    }

    private Expected postWithoutSession(@Nullable String id) {
        if (opensSession()) {
            return new Expected(Expected.Kind.OPEN);
        }
        if (isModern()) {
            return Expected.refused(400, versions.anySessionless() ? HEADER_MISMATCH : INVALID_REQUEST, echo());
        }
        if (id != null) {
            return Expected.refused(404, INVALID_REQUEST, echo());
        }
        if (request.body().length > LONGEST) {
            return Expected.refused(413, INVALID_REQUEST);
        }
        return Expected.refused(400, readable ? INVALID_REQUEST : PARSE_ERROR, echo());
    }

    private boolean opensSession() {
        return isPlain() && readable && body.isInitialize() && !body.modern();
    }

    private boolean isModern() {
        return readable && body.modern();
    }

    /* An unpaired surrogate can be escaped in JSON, but not be sent in UTF-8. */
    private @Nullable Object echo() {
        boolean known = isPlain() && readable && body.unambiguous();
        boolean lost = body.id() instanceof String text
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text);
        return known && !lost ? body.id() : null;
    }

    private boolean isPlain() {
        return request.headers("Content-Encoding").stream().allMatch(String::isBlank)
                && request.headers("Content-Type").size() <= 1
                && request.headers("Content-Type").stream().allMatch(ContractTable::leavesOnlyUtf8);
    }

    private static boolean leavesOnlyUtf8(String type) {
        String value = withoutSpaces(type).toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(value).matches()) {
            return false;
        }
        List<MatchResult> charsets = PARAMETER
                .matcher(value)
                .results()
                .filter(p -> p.group(1) != null && p.group(1).startsWith("charset"))
                .toList();
        return charsets.isEmpty()
                || (charsets.size() == 1
                        && charsets.get(0).group(1).equals("charset")
                        && Set.of("utf-8", "utf8", "unicode-1-1-utf-8")
                                .contains(charsets.get(0)
                                        .group(2)
                                        .replaceAll("^\"|\"$", "")
                                        .replaceAll("\\\\(.)", "$1")));
    }

    private Set<String> values(String name) {
        return request.headers(name).stream()
                .map(ContractTable::withoutSpaces)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }

    /** A value as HTTP has it: no other white space is taken away. */
    static String withoutSpaces(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    private boolean originIsAllowed() {
        List<String> origins = request.headers("Origin").stream().distinct().toList();
        if (origins.isEmpty()) {
            return true;
        }
        String origin = withoutSpaces(origins.get(0)).toLowerCase(Locale.ROOT);
        if (origins.size() > 1 || origin.equals(FuzzedFilter.LISTED_ORIGIN)) {
            return origins.size() == 1;
        }
        int authority = origin.indexOf("://");
        if (authority < 1 || !isAtHost(origin.substring(0, authority), origin.substring(authority + 3))) {
            return false;
        }
        // The connection of every request here arrives on a loopback address.
        String host = origin.substring(authority + 3).replaceFirst(":[0-9]{1,5}$", "");
        return (LOOPBACK.contains(host) || host.matches("127(\\.[0-9]{1,3}){3}"))
                && origin.substring(0, authority).matches("[a-z][a-z0-9+.-]*");
    }

    private boolean isAtHost(String scheme, String authority) {
        String host = request.header("Host");
        String defaultPort = Map.of("http", ":80", "https", ":443").get(scheme);
        if (host == null || authority.equalsIgnoreCase(host)) {
            return host != null;
        }
        return defaultPort != null
                && (authority.equalsIgnoreCase(host + defaultPort)
                        || (host.equalsIgnoreCase(authority + defaultPort) && !authority.matches(".*:[0-9]+")));
    }

    private boolean isPreflight() {
        return isFromListedOrigin() && request.header("Access-Control-Request-Method") != null;
    }

    /** Whether the answer must tell the browser that a page of this origin may read it. */
    boolean isFromListedOrigin() {
        List<String> origins = request.headers("Origin").stream().distinct().toList();
        return origins.size() == 1
                && withoutSpaces(origins.get(0)).toLowerCase(Locale.ROOT).equals(FuzzedFilter.LISTED_ORIGIN);
    }

    private static boolean isLater(String revision) {
        try {
            return LocalDate.parse(revision).isAfter(NEWEST_WITH_SESSIONS);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /**
     * What the table says.
     *
     * @param kind who answers
     * @param status the status, where that is the filter
     * @param code the code of the JSON-RPC error, where the filter refuses
     * @param id the JSON-RPC id to be echoed, or null
     */
    record Expected(
            Kind kind, int status, int code, @Nullable Object id) {

        Expected(Kind kind) {
            this(kind, kind == Kind.TERMINATED || kind == Kind.PREFLIGHT ? 204 : 0, 0, null);
        }

        static Expected refused(int status, int code) {
            return refused(status, code, null);
        }

        static Expected refused(int status, int code, @Nullable Object id) {
            return new Expected(Kind.REFUSED, status, code, id);
        }

        boolean reachesEndpoint() {
            return kind != Kind.REFUSED && kind != Kind.TERMINATED && kind != Kind.PREFLIGHT;
        }

        /** Who answers, and to what. */
        enum Kind {
            /** The endpoint, to what the filter has nothing to do with. */
            PASS,
            /** The endpoint, to a request of a revision without sessions. */
            SESSIONLESS,
            /** The endpoint, to a GET or a DELETE of a live session. */
            LIVE,
            /** The endpoint, to a POST of a live session. */
            LIVE_POST,
            /** The endpoint, to an {@code initialize}. */
            OPEN,
            /** The filter, to a browser that asks before it sends a request. */
            PREFLIGHT,
            /** The filter, which has ended the session. */
            TERMINATED,
            /** The filter, with an error. */
            REFUSED
        }
    }
}
