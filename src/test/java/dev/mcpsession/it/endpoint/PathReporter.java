package dev.mcpsession.it.endpoint;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet of the application that has nothing to do with MCP: answers with the path as it sees it. */
public class PathReporter extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public PathReporter() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        response.setContentType("text/plain");
        response.getWriter().write(request.getMethod() + " " + path + " " + request.getPathInfo());
    }
}
