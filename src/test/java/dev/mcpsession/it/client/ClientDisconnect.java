package dev.mcpsession.it.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** How a client goes away. */
public enum ClientDisconnect {
    /** It says that it has nothing more to say, and listens a little longer. */
    HALF_CLOSE {
        @Override
        public void of(RawHttp http) throws IOException {
            http.finishSending();
            try {
                http.within(A_LITTLE).answer();
            } catch (EOFException | SocketException | SocketTimeoutException e) {
                // Whether it still gets an answer is the server's business.
                return;
            }
        }
    },
    /** It closes the connection as it should. */
    CLOSE {
        @Override
        public void of(RawHttp http) throws IOException {
            http.close();
        }
    },
    /** It vanishes. */
    RESET {
        @Override
        public void of(RawHttp http) throws IOException {
            http.abort();
        }
    };

    private static final Duration A_LITTLE = Duration.ofMillis(700);

    public abstract void of(RawHttp http) throws IOException;
}
