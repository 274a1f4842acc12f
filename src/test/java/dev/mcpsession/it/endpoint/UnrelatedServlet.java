package dev.mcpsession.it.endpoint;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** An application that has nothing to do with sessions, and uses the server as they do. It runs in the server. */
@WebServlet("/")
public class UnrelatedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String EXECUTOR = "java:comp/DefaultManagedScheduledExecutorService";

    /** Made by the container. */
    public UnrelatedServlet() {}

    /** Keeps its thread for as long as it takes for all the others to have come, and so to get threads of their own. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        useExecutor();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        response.setStatus(204);
    }

    @SuppressWarnings("BanJNDI")
    private static void useExecutor() {
        try {
            InitialContext.<Executor>doLookup(EXECUTOR).execute(() -> {});
        } catch (NamingException e) {
            // A servlet container has none.
        }
    }
}
