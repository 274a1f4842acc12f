package dev.mcpsession.it.endpoint;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sets system properties, on servers that have no way of their own to do so while they run. It runs in the server. */
@WebServlet("/")
public class PropertiesServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Made by the container. */
    public PropertiesServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        System.setProperty(request.getParameter("name"), request.getParameter("value"));
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        System.clearProperty(request.getParameter("name"));
    }
}
