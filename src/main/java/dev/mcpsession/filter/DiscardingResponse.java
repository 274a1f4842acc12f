package dev.mcpsession.filter;

import jakarta.servlet.http.HttpServletResponse;
import java.io.OutputStream;

/** Discards the endpoint's response to a {@link SyntheticDeleteRequest}, except for its status. */
final class DiscardingResponse extends SyntheticResponse {

    DiscardingResponse(HttpServletResponse host) {
        super(host, OutputStream.nullOutputStream());
    }
}
