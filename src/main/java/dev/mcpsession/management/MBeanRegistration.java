package dev.mcpsession.management;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One MXBean on the platform's MBean server, from registration to {@link #close()}.
 *
 * <p>Best effort: an application must not fail because it cannot be watched, so every trouble here is a warning.
 *
 * <p>Safe for use by many threads.
 */
public final class MBeanRegistration implements AutoCloseable {

    private static final Logger LOG = System.getLogger(MBeanRegistration.class.getName());
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,=:\"*?\\n]");

    private final MBeanServer server;
    private final JmxNotifier notifier;

    @GuardedBy("this")
    private @Nullable ObjectName name;

    private MBeanRegistration(MBeanServer server, JmxNotifier notifier, @Nullable ObjectName name) {
        this.server = server;
        this.notifier = notifier;
        this.name = name;
    }

    /**
     * Registers the sessions of an application as {@code dev.mcpsession:type=McpSessions,host=<host>,context=<path>}.
     *
     * @param sessions the implementation
     * @param notifier its notifications, sent from now on
     * @param host the virtual server of the application; null where the container does not say, which is shown as
     *     {@code default}
     * @param contextPath its context path; empty for the root, which is shown as {@code /}
     * @return the registration, to be closed with the application
     */
    public static MBeanRegistration register(
            McpSessionsMXBean sessions, JmxNotifier notifier, @Nullable String host, String contextPath) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = name(host, contextPath);
            JmxAuditLog audit = new JmxAuditLog(contextPath.isEmpty() ? "/" : contextPath);
            server.registerMBean(
                    new DescribedMXBean(sessions, McpSessionsMXBean.class, audit, notifier.emitter()), name);
            notifier.from(name);
            return new MBeanRegistration(server, notifier, name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the MBean name is taken, so these MCP sessions cannot be seen over JMX: {1}",
                    contextPath,
                    e.getMessage());
        } catch (JMException e) {
            LOG.log(Level.WARNING, contextPath + ": these MCP sessions cannot be seen over JMX", e);
        }
        return new MBeanRegistration(server, notifier, null);
    }

    /** Takes the MXBean away. Does nothing the second time, or where it was never registered. */
    @Override
    public synchronized void close() {
        if (name == null) {
            return;
        }
        notifier.from(null);
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.log(Level.DEBUG, "{0} has been unregistered already", name);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "Cannot unregister " + name, e);
        }
        name = null;
    }

    static ObjectName name(@Nullable String host, String contextPath) throws MalformedObjectNameException {
        return new ObjectName("dev.mcpsession:type=McpSessions,host=" + value(host == null ? "default" : host)
                + ",context=" + value(contextPath.isEmpty() ? "/" : contextPath));
    }

    private static String value(String text) {
        return NEEDS_QUOTES.matcher(text).find() ? ObjectName.quote(text) : text;
    }
}
