package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletResponse;
import java.io.OutputStream;

/** Discards the endpoint's response to a {@link SyntheticDeleteRequest}, except for its status. */
final class DiscardingResponse extends SyntheticResponse {

    DiscardingResponse(HttpServletResponse host) {
        super(host, OutputStream.nullOutputStream());
    }

    /** Whether the status says that the endpoint has done what was asked. */
    boolean isSuccess() {
        return getStatus() >= SC_OK && getStatus() < SC_MULTIPLE_CHOICES;
    }
}
