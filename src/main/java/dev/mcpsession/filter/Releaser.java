package dev.mcpsession.filter;

import dev.mcpsession.engine.PendingRelease;
import dev.mcpsession.engine.PendingReleaseQueue;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;

/**
 * Tells endpoints that sessions which they had named have ended: by a DELETE that a later request carries, as an
 * include before it goes its own way. No API lets a filter call an endpoint without a request of somebody's.
 */
final class Releaser {

    private static final Logger LOG = System.getLogger(Releaser.class.getName());

    /** An {@code initialize} can wait for that many: together they take less than a millisecond of most endpoints. */
    private static final int WITH_INITIALIZE = 8;

    /** Other requests carry one, so that a house without newcomers is cleared as well. */
    private static final int WITH_ANOTHER = 1;

    /** Servers differ in whether a path for a dispatcher is encoded; here it makes no difference. */
    private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+/?");

    private final PendingReleaseQueue releases;

    Releaser(PendingReleaseQueue releases) {
        this.releases = releases;
    }

    void carryWithInitialize(HttpServletRequest carrier, HttpServletResponse response) {
        carry(carrier, response, WITH_INITIALIZE);
    }

    void carryWithAnother(HttpServletRequest carrier, HttpServletResponse response) {
        carry(carrier, response, WITH_ANOTHER);
    }

    private void carry(HttpServletRequest carrier, HttpServletResponse response, int most) {
        if (releases.waiting() == 0) {
            return;
        }
        String path = RequestClassifier.path(carrier);
        if (!isPlain(path)) {
            return;
        }
        for (int i = 0; i < most; i++) {
            PendingRelease pending = releases.take();
            if (pending != null) {
                // Below an endpoint a client may spell a path as it likes. The carrier's most likely leads to the same.
                release(pending, isPlain(pending.path()) ? pending.path() : path, carrier, response);
            }
        }
    }

    private static boolean isPlain(String path) {
        return PLAIN_PATH.matcher(path).matches();
    }

    private static void release(
            PendingRelease pending, String path, HttpServletRequest carrier, HttpServletResponse response) {
        try {
            RequestDispatcher endpoint = carrier.getRequestDispatcher(path);
            if (endpoint == null) {
                return;
            }
            endpoint.include(new ReleaseRequest(carrier, pending), new SwallowedResponse(response));
        } catch (IOException | ServletException | RuntimeException e) {
            // The carrier is a stranger to this: whatever the endpoint makes of it is not for its eyes.
            LOG.log(Level.DEBUG, () -> "The endpoint could not be told of the end of session " + pending.handle(), e);
        }
    }
}
