package dev.mcpsession.it;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An application that has nothing to do with sessions, and uses the server as they do. It runs in the server. */
@WebServlet("/")
public class Neighbour extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient ManagedScheduledExecutorService executor;

    /** Made by the container. */
    public Neighbour() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            executor.schedule(() -> response.setStatus(204), 1, TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            throw new ServletException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
    }
}
