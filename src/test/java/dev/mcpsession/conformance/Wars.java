package dev.mcpsession.conformance;

import java.io.File;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The applications under test, each with the filter's JAR. */
final class Wars {

    private Wars() {}

    /** An application with the filter and nothing else. */
    static WebArchive bare() {
        return ShrinkWrap.create(WebArchive.class).addAsLibrary(new File(System.getProperty("filter.jar")));
    }

    /** An application with the filter and the MCP Java SDK, as the demo has them. */
    static WebArchive withJavaSdk() {
        return ShrinkWrap.create(WebArchive.class)
                .merge(demo(), Filters.include("/WEB-INF/(lib/.*|glassfish-web[.]xml)"));
    }

    /** The demo as it was built. */
    static WebArchive demo() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("demo.war")));
    }
}
