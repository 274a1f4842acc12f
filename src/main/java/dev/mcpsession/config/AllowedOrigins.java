package dev.mcpsession.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The origins that are allowed besides the endpoint's own. Immutable.
 *
 * <p>Made by {@link #of(Collection)}. An entry is an origin; an origin with {@code *} for its port, which any port
 * matches and none; a scheme other than http and https with {@code *} for host and port, for origins that differ from
 * installation to installation, such as {@code vscode-webview://*}; or {@code null}, which is what browsers send for a
 * page that has no origin of its own.
 *
 * @param exact origins in lower case, and perhaps {@code null} as a text
 * @param onAnyPort origins in lower case, without their port
 * @param schemes schemes in lower case of which every origin is allowed
 */
public record AllowedOrigins(Set<String> exact, Set<String> onAnyPort, Set<String> schemes) {

    /** No origins. */
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of(), Set.of(), Set.of());

    private static final String OPAQUE = "null";
    private static final String ANY_PORT = ":*";
    private static final String ANY_HOST = "://*";
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https");

    /**
     * Lists origins.
     *
     * @param entries as in the configuration; none for no origins
     * @return the origins
     * @throws IllegalArgumentException if one is no such entry
     */
    public static AllowedOrigins of(Collection<String> entries) {
        Set<String> exact = new HashSet<>();
        Set<String> onAnyPort = new HashSet<>();
        Set<String> schemes = new HashSet<>();
        for (String entry : entries) {
            if (entry.endsWith(ANY_HOST)) {
                schemes.add(schemeOf(entry.substring(0, entry.length() - ANY_HOST.length())));
            } else if (entry.endsWith(ANY_PORT)) {
                onAnyPort.add(hostOf(entry.substring(0, entry.length() - ANY_PORT.length())));
            } else if (entry.equals(OPAQUE)) {
                exact.add(OPAQUE);
            } else {
                exact.add(parse(entry).toString());
            }
        }
        return new AllowedOrigins(Set.copyOf(exact), Set.copyOf(onAnyPort), Set.copyOf(schemes));
    }

    /**
     * Whether there is no entry.
     *
     * @return true if nothing is listed
     */
    public boolean isEmpty() {
        return exact.isEmpty() && onAnyPort.isEmpty() && schemes.isEmpty();
    }

    /**
     * Tells whether an origin is listed.
     *
     * @param origin the value of an {@code Origin} header, whatever it is
     * @return true if an entry matches
     */
    public boolean contains(String origin) {
        if (exact.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        Origin parsed = onAnyPort.isEmpty() && schemes.isEmpty() ? null : Origin.parse(origin);
        return parsed != null
                && (schemes.contains(parsed.scheme()) || onAnyPort.contains(parsed.scheme() + "://" + parsed.host()));
    }

    /** The entries, in no order. */
    @Override
    public String toString() {
        Set<String> all = new HashSet<>(exact);
        onAnyPort.forEach(origin -> all.add(origin + ANY_PORT));
        schemes.forEach(scheme -> all.add(scheme + ANY_HOST));
        return all.toString();
    }

    private static String hostOf(String entry) {
        Origin origin = parse(entry);
        if (!origin.authority().equals(origin.host())) {
            throw new IllegalArgumentException("two ports");
        }
        return origin.toString();
    }

    private static String schemeOf(String entry) {
        String scheme = parse(entry + "://any").scheme();
        if (WEB_SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("every web page");
        }
        return scheme;
    }

    private static Origin parse(String entry) {
        Origin origin = Origin.parse(entry);
        if (origin == null) {
            throw new IllegalArgumentException("not an origin");
        }
        return origin;
    }
}
