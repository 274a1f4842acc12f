package dev.mcpsession.conformance;

import java.io.File;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The applications under test, each with the filter's JAR. */
final class Wars {

    private Wars() {}

    /** An application with the filter and nothing else. */
    static WebArchive bare() {
        awaitServerExit();
        return ShrinkWrap.create(WebArchive.class).addAsLibrary(new File(System.getProperty("filter.jar")));
    }

    /** An application with the filter and the MCP Java SDK, as the demo has them. */
    static WebArchive withJavaSdk() {
        awaitServerExit();
        return ShrinkWrap.create(WebArchive.class).merge(builtDemo(), Filters.include("/WEB-INF/lib/.*"));
    }

    /** The demo as it was built. */
    static WebArchive demo() {
        awaitServerExit();
        return builtDemo();
    }

    private static WebArchive builtDemo() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("demo.war")));
    }

    /* The adapter for Payara Micro only asks the server of the class before to end, and the next one finds the JMX port taken. */
    private static void awaitServerExit() {
        CompletableFuture.allOf(
                        ProcessHandle.current().children().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
