package dev.mcpsession.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web origin as browsers spell it: scheme, host, and a port where it is not the scheme's own. In lower case.
 *
 * @param scheme for instance {@code https}
 * @param host a name or an address; IPv6 in brackets
 * @param authority host and, where given, port: what {@code Host} would be
 */
public record Origin(String scheme, String host, String authority) {

    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?<authority>(?<host>\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?)");

    /**
     * Parses an origin.
     *
     * @param text any text
     * @return null if it is no origin, which {@code null}, a path or a user name make it
     */
    public static @Nullable Origin parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? new Origin(matcher.group("scheme"), matcher.group("host"), matcher.group("authority"))
                : null;
    }

    /**
     * Tells whether this is the origin of a host. The default port of the scheme counts as given; the scheme is not
     * compared otherwise.
     *
     * @param host the value of a {@code Host} header, or null for none
     * @return true if host and port are the same
     */
    public boolean isAt(@Nullable String host) {
        return host != null && withoutDefaultPort(authority).equalsIgnoreCase(withoutDefaultPort(host));
    }

    private String withoutDefaultPort(String hostAndPort) {
        String port = switch (scheme) {
            case "http" -> ":80";
            case "https" -> ":443";
            default -> "";
        };
        return hostAndPort.endsWith(port)
                ? hostAndPort.substring(0, hostAndPort.length() - port.length())
                : hostAndPort;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
