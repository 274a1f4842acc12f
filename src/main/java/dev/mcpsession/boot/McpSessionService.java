package dev.mcpsession.boot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mcpsession.EndReason;
import dev.mcpsession.OwnerResolver;
import dev.mcpsession.config.Configuration;
import dev.mcpsession.engine.SessionListener;
import dev.mcpsession.engine.SessionRegistry;
import dev.mcpsession.engine.SessionStatistics;
import dev.mcpsession.engine.StreamKeepAlive;
import dev.mcpsession.engine.Sweeper;
import dev.mcpsession.engine.TimeSource;
import dev.mcpsession.filter.McpSessionFilter;
import dev.mcpsession.management.JmxNotifier;
import dev.mcpsession.management.MBeanRegistration;
import dev.mcpsession.management.OperatorAlerts;
import dev.mcpsession.management.SessionManagement;
import dev.mcpsession.resume.LocalRevocations;
import dev.mcpsession.resume.SessionSealer;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: holds the sessions of one application and everything that is built around them.
 *
 * <p>Safe for use by many threads.
 */
final class McpSessionService {

    private static final Logger LOG = System.getLogger(McpSessionService.class.getName());

    @GuardedBy("this")
    private @Nullable Running running;

    /**
     * Builds the sessions of an application, connects the filter to them and starts the sweep and the comments on event
     * streams. Does nothing where that has been done.
     *
     * @param context the application
     * @param executor where the sweep runs; not shut down here
     * @param threads makes the threads that write comments
     * @param owners tells whose a request is; null to go by its principal
     * @param sessionListener told of sessions
     * @throws dev.mcpsession.config.ConfigurationException if the configuration cannot be used
     */
    synchronized void start(
            ServletContext context,
            ScheduledExecutorService executor,
            ThreadFactory threads,
            @Nullable OwnerResolver owners,
            SessionListener sessionListener) {
        if (running != null) {
            return;
        }
        String path = ApplicationConfiguration.displayName(context);
        ApplicationConfiguration read = ApplicationConfiguration.of(context);
        Configuration configuration = read.configuration();
        JmxNotifier notifier = new JmxNotifier(executor);
        OperatorAlerts listener = new OperatorAlerts(path, notifier, TimeSource.system());
        SessionSealer sealer = read.sealer();
        SessionRegistry registry = new SessionRegistry(
                configuration,
                TimeSource.system(),
                listener,
                sessionListener,
                sealer,
                sealer == null ? null : new LocalRevocations());
        listener.watch(registry);
        Sweeper sweeper = new Sweeper(registry, executor);
        StreamKeepAlive keepAlive =
                new StreamKeepAlive(configuration.streamKeepAlive(), executor, threads, TimeSource.system());
        MBeanRegistration mbean = MBeanRegistration.register(
                new SessionManagement(registry, sweeper, keepAlive),
                notifier,
                context.getVirtualServerName(),
                context.getContextPath());
        McpSessionFilter.connect(
                context,
                configuration,
                registry,
                keepAlive,
                owners == null ? PrincipalOwner.resolver(configuration.tenantClaim()) : owners,
                sealer);
        running = new Running(path, registry, sweeper, keepAlive, mbean);
        sweeper.start();
        keepAlive.start();
        LOG.log(Level.INFO, "{0}: MCP sessions started: guards {1}; {2}", path, read.guarded(), read.effective());
    }

    /**
     * The sessions.
     *
     * @throws IllegalStateException if they do not run
     */
    synchronized SessionRegistry registry() {
        if (running == null) {
            throw new IllegalStateException("The MCP sessions of the application do not run");
        }
        return running.registry();
    }

    /** Ends all sessions and takes everything down again. Does nothing where it is not running. */
    void stop() {
        Running stopped;
        synchronized (this) {
            stopped = running;
            running = null;
        }
        if (stopped != null) {
            stopped.stop();
        }
    }

    private static String totals(SessionStatistics statistics) {
        String ends = Arrays.stream(EndReason.values())
                .filter(reason -> statistics.ended(reason) > 0)
                .map(reason -> statistics.ended(reason) + " " + reason.label())
                .collect(Collectors.joining(", "));
        return statistics.opened() + " opened and ended" + (ends.isEmpty() ? "" : " (" + ends + ")") + ", "
                + statistics.rejected() + " refused, "
                + statistics.unknownSessionRequests() + " requests without a live session, "
                + statistics.ownerMismatches()
                + " of a caller other than the owner; since the start or the last reset of the counters";
    }

    private record Running(
            String path,
            SessionRegistry registry,
            Sweeper sweeper,
            StreamKeepAlive keepAlive,
            MBeanRegistration mbean) {

        void stop() {
            registry.admission().setAccepting(false);
            sweeper.stop();
            keepAlive.stop();
            registry.clear(EndReason.SHUTDOWN);
            mbean.close();
            LOG.log(Level.INFO, () -> path + ": MCP sessions stopped: " + totals(registry.statistics()));
        }
    }
}
