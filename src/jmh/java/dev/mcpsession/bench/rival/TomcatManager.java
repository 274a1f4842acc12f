package dev.mcpsession.bench.rival;

import java.io.IOException;
import org.apache.catalina.Session;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.session.StandardManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The sessions of Tomcat, as it ships, and what its request does with them. */
@State(Scope.Benchmark)
public class TomcatManager {

    private final StandardManager manager = new StandardManager();

    /**
     * Opens the sessions.
     *
     * @param population their ids
     */
    @Setup
    public void open(Population population) {
        StandardContext context = new StandardContext();
        context.setName("bench");
        manager.setContext(context);
        population.ids().forEach(id -> manager.createSession(id).endAccess());
    }

    /**
     * One request.
     *
     * @param header what it names its session by
     * @return something
     * @throws IOException never
     */
    @Benchmark
    public Object request(Header header) throws IOException {
        Session session = manager.findSession(header.next());
        if (session.isValid()) {
            session.access();
            session.endAccess();
        }
        return session;
    }
}
