package dev.mcpsession.demo;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Jakarta REST at {@code /stateless}; the container finds the resources. */
@ApplicationPath("/stateless")
public class StatelessApplication extends Application {

    /** Made by the container. */
    public StatelessApplication() {}
}
