package dev.mcpsession.filter;

import dev.mcpsession.config.AllowedOrigins;
import dev.mcpsession.config.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Which {@code Origin} may call: the protocol's guard against DNS rebinding.
 *
 * <p>No {@code Origin} passes: it is not a browser's cross-origin request. An origin passes if it is listed, or if its
 * host and port are those of {@code Host}, where a port that is missing in one of them is the default of the origin's
 * scheme; the scheme is not compared otherwise, because TLS may have ended at a proxy. On a connection that arrived on
 * a loopback address it must name a loopback host as well: a name that an attacker's DNS points to 127.0.0.1 would
 * match its own {@code Host}.
 */
final class OriginRule {

    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private final AllowedOrigins listed;

    OriginRule(AllowedOrigins listed) {
        this.listed = listed;
    }

    boolean allows(RequestOrigin origin, HttpServletRequest request) {
        if (!origin.present()) {
            return true;
        }
        String text = origin.value();
        return text != null && allows(text, request);
    }

    private boolean allows(String text, HttpServletRequest request) {
        if (listed.contains(text)) {
            return true;
        }
        Origin origin = Origin.parse(text);
        return origin != null
                && origin.isAt(request.getHeader("Host"))
                && (!isLoopback(request.getLocalAddr())
                        || LOOPBACK_HOST.matcher(origin.host()).matches());
    }

    /* The address of this end of the connection is a literal, so nothing is looked up. */
    private static boolean isLoopback(String localAddress) {
        try {
            return InetAddress.getByName(localAddress).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
