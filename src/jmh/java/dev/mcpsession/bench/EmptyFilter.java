package dev.mcpsession.bench;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Does nothing: what a server takes for any filter. It runs in the server. */
public class EmptyFilter implements Filter {

    static final String DECLARED =
            "<filter><filter-name>empty</filter-name><filter-class>" + EmptyFilter.class.getName()
                    + "</filter-class><async-supported>true</async-supported></filter>"
                    + "<filter-mapping><filter-name>empty</filter-name><url-pattern>/mcp/*</url-pattern></filter-mapping>";

    /** Made by the container. */
    public EmptyFilter() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
    }
}
