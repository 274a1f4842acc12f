package dev.mcpsession.it.endpoint;

import dev.mcpsession.it.client.HttpAnswer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * One more servlet of the SDK, and a word that makes it say more on a session's GET stream than the network takes up at
 * a time.
 */
@WebListener
public class TalkingEndpoint implements ServletContextListener {

    public static final String PATH = "/talking";

    /** The same servlet, outside the filter. */
    public static final String BESIDE_THE_FILTER = "/beside" + PATH;

    /** Outside the filter. It has its answer when the event has been written. */
    public static final String SAY_MUCH = "/say-much";

    private static final int MUCH = 24 << 20;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        HttpServletStreamableServerTransportProvider servlet = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .sessionSweepInterval(null)
                .keepAliveInterval(null)
                .build();
        McpServer.sync(servlet).serverInfo("talking", "1").build();
        ServletContext context = event.getServletContext();
        ServletRegistration.Dynamic registration = context.addServlet("talking", servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(PATH + "/*", BESIDE_THE_FILTER);
        context.addServlet("say-much", new Speaker(servlet)).addMapping(SAY_MUCH);
    }

    /** Says much to the session whose id comes with the request. */
    private static final class Speaker extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient HttpServletStreamableServerTransportProvider servlet;

        Speaker(HttpServletStreamableServerTransportProvider servlet) {
            this.servlet = servlet;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            servlet.notifyClient(
                            request.getHeader(HttpAnswer.SESSION_ID),
                            "notifications/message",
                            Map.of("level", "info", "data", "x".repeat(MUCH)))
                    .onErrorComplete()
                    .block();
        }
    }
}
