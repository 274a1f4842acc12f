package dev.mcpsession.it.endpoint;

import dev.mcpsession.McpSession;
import dev.mcpsession.McpSessions;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * An endpoint whose replies show what {@link ObservedSessions} has injected. At {@code /observed}, to which the filter
 * is not mapped, it shows and ends sessions. It runs in the server.
 */
@WebServlet(
        name = "observing",
        urlPatterns = {ObservingEndpoint.PATH, ObservingEndpoint.OBSERVED})
public class ObservingEndpoint extends HttpServlet {

    public static final String PATH = "/mcp/observing";

    /** Outside the filter. */
    public static final String OBSERVED = "/observed";

    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public ObservingEndpoint() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter()
                .print(CDI.current().select(ObservedSessions.class).get().seen());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().readAllBytes();
        ObservedSessions beans = CDI.current().select(ObservedSessions.class).get();
        McpSessions sessions = beans.sessions();
        String handle = request.getParameter("end");
        response.setContentType("application/json");
        response.getWriter()
                .print("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"injected\":\"" + beans.injected()
                        + "\",\"current\":\""
                        + sessions.current().map(McpSession::handle).orElse("none")
                        + "\",\"found\":"
                        + sessions.current()
                                .flatMap(session -> sessions.find(session.handle()))
                                .isPresent()
                        + ",\"list\":\""
                        + sessions.list().stream()
                                .map(McpSession::handle)
                                .sorted()
                                .collect(Collectors.joining(" "))
                        + "\",\"count\":" + sessions.count()
                        + ",\"ended\":" + (handle != null && sessions.end(handle)) + "}}");
    }
}
