package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import java.time.Duration;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Events for JDK Flight Recorder. Sessions are named by their handles; ids are in none. */
final class FlightRecorderEvents implements SessionEvents {

    @Override
    public void opened(Session session) {
        Opened event = new Opened();
        if (event.shouldCommit()) {
            event.handle = session.handle();
            event.path = SafeText.of(session.path());
            event.namedBy = session.isAdopted() ? "endpoint" : "filter";
            event.protocolVersion = session.protocolVersion();
            event.clientName = session.clientName();
            event.clientVersion = session.clientVersion();
            event.commit();
        }
    }

    @Override
    public void resumed(Session session) {
        Resumed event = new Resumed();
        if (event.shouldCommit()) {
            event.handle = session.handle();
            event.path = SafeText.of(session.path());
            event.namedBy = session.isAdopted() ? "endpoint" : "filter";
            event.clientName = session.clientName();
            event.commit();
        }
    }

    @Override
    public void ended(Session session, EndReason reason, Duration alive) {
        Ended event = new Ended();
        if (event.shouldCommit()) {
            event.handle = session.handle();
            event.reason = reason.label();
            event.alive = alive.toMillis();
            event.resumable = session.isSuspended();
            event.requestsServed = session.served();
            event.protocolVersion = session.protocolVersion();
            event.clientName = session.clientName();
            event.commit();
        }
    }

    @Override
    public void deadSession(Supplier<String> handle) {
        DeadSession event = new DeadSession();
        if (event.shouldCommit()) {
            event.handle = handle.get();
            event.commit();
        }
    }

    @Override
    public Sweep sweep() {
        Swept event = new Swept();
        event.begin();
        return (ended, live) -> {
            event.end();
            if (event.shouldCommit()) {
                event.ended = ended;
                event.live = live;
                event.commit();
            }
        };
    }

    @Name("dev.mcpsession.SessionOpened")
    @Label("MCP Session Opened")
    @Description("The answer to an initialize has opened a session")
    @Category("MCP Sessions")
    @StackTrace(false)
    static final class Opened extends Event {
        @Label("Handle")
        @Nullable
        String handle;

        @Label("Path")
        @Nullable
        String path;

        @Label("Named By")
        @Nullable
        String namedBy;

        @Label("Protocol Version")
        @Nullable
        String protocolVersion;

        @Label("Client Name")
        @Nullable
        String clientName;

        @Label("Client Version")
        @Nullable
        String clientVersion;
    }

    @Name("dev.mcpsession.SessionResumed")
    @Label("MCP Session Resumed")
    @Description("A request named a session that was not in memory, and has opened it again")
    @Category("MCP Sessions")
    @StackTrace(false)
    static final class Resumed extends Event {
        @Label("Handle")
        @Nullable
        String handle;

        @Label("Path")
        @Nullable
        String path;

        @Label("Named By")
        @Nullable
        String namedBy;

        @Label("Client Name")
        @Nullable
        String clientName;
    }

    @Name("dev.mcpsession.SessionEnded")
    @Label("MCP Session Ended")
    @Description("A session has ended, for one reason")
    @Category("MCP Sessions")
    @StackTrace(false)
    static final class Ended extends Event {
        @Label("Handle")
        @Nullable
        String handle;

        @Label("Reason")
        @Nullable
        String reason;

        @Label("Alive")
        @Timespan(Timespan.MILLISECONDS)
        long alive;

        @Label("Resumable")
        boolean resumable;

        @Label("Requests Served")
        long requestsServed;

        @Label("Protocol Version")
        @Nullable
        String protocolVersion;

        @Label("Client Name")
        @Nullable
        String clientName;
    }

    @Name("dev.mcpsession.DeadSessionRequest")
    @Label("MCP Request on a Dead Session")
    @Description(
            "A request named a session that is not live, and was answered 404; the handle is that of the session if it has lived here")
    @Category("MCP Sessions")
    @StackTrace(false)
    static final class DeadSession extends Event {
        @Label("Handle")
        @Nullable
        String handle;
    }

    @Name("dev.mcpsession.Sweep")
    @Label("MCP Session Sweep")
    @Description("Sessions whose time was up were ended")
    @Category("MCP Sessions")
    @StackTrace(false)
    static final class Swept extends Event {
        @Label("Ended Sessions")
        int ended;

        @Label("Live Sessions")
        int live;
    }
}
