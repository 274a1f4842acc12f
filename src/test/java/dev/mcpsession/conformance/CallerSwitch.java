package dev.mcpsession.conformance;

import dev.mcpsession.Owner;
import dev.mcpsession.OwnerResolver;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The caller of all requests, as a test sets it: it sends the name to {@code /caller}, or none for anonymous. Real
 * clients then change their identity from one request to the next. It runs in the server.
 */
@Dependent
@WebServlet("/caller")
public class CallerSwitch extends HttpServlet implements OwnerResolver {

    private static final long serialVersionUID = 1L;

    /** Static, because the servlet and the bean are two objects. */
    private static final AtomicReference<String> NAME = new AtomicReference<>("");

    /** Made by the container. */
    public CallerSwitch() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        NAME.set(request.getReader().lines().findFirst().orElse(""));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    public Owner resolve(HttpServletRequest request) {
        String name = NAME.get();
        return name.isEmpty() ? null : Owner.named(name);
    }
}
