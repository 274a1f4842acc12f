package dev.mcpsession.it.endpoint;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A synchronous endpoint that names its sessions and keeps them until a DELETE. It answers every other request with the
 * owner that {@link CurrentSession} has for it. At {@code /kept}, to which the filter is not mapped, it shows how many
 * sessions it keeps. It runs in the server.
 */
@WebServlet(
        name = "keeping",
        urlPatterns = {KeepingEndpoint.PATH, KeepingEndpoint.KEPT})
public class KeepingEndpoint extends HttpServlet {

    public static final String PATH = "/mcp/keeping";

    /** Outside the filter. */
    public static final String KEPT = "/kept";

    /** The query of an {@code initialize} whose session fails at its DELETE. */
    public static final String FAILING = "?failing=true";

    /** The query of an {@code initialize} that takes its time. */
    public static final String SLOW = "?slow=true";

    private static final long serialVersionUID = 1L;

    private static final int SLOW_MILLIS = 1_000;

    private static final Map<String, Boolean> FAILING_BY_ID = new ConcurrentHashMap<>();

    /** Made by the container. */
    public KeepingEndpoint() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(FAILING_BY_ID.size());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (body.contains("\"initialize\"")) {
            String id = UUID.randomUUID().toString();
            FAILING_BY_ID.put(id, request.getParameter("failing") != null);
            response.setHeader("Mcp-Session-Id", id);
            if (request.getParameter("slow") != null) {
                pause();
            }
        }
        response.setContentType("application/json");
        response.getWriter().print("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"owner\":\"" + owner(request) + "\"}}");
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        owner(request);
        Boolean failing = FAILING_BY_ID.remove(request.getHeader("Mcp-Session-Id"));
        if (Boolean.TRUE.equals(failing)) {
            throw new NoClassDefFoundError("As told");
        }
        response.setStatus(failing == null ? 404 : 200);
    }

    private static String owner(HttpServletRequest request) {
        return CDI.current().select(CurrentSession.class).get().owner(request);
    }

    private static void pause() throws ServletException {
        try {
            Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
    }
}
