package dev.mcpsession.boot;

import dev.mcpsession.EndReason;
import dev.mcpsession.SessionEnded;
import dev.mcpsession.SessionOpened;
import dev.mcpsession.SessionResumed;
import dev.mcpsession.engine.Session;
import dev.mcpsession.engine.SessionListener;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Fires the CDI events of sessions, with the class loader of the application as the context class loader: a thread of
 * JMX has none. Internal.
 *
 * <p>Safe for use by many threads.
 */
final class SessionEventPublisher implements SessionListener {

    private static final Logger LOG = System.getLogger(SessionEventPublisher.class.getName());

    private final @Nullable Event<SessionOpened> opened;
    private final @Nullable Event<SessionResumed> resumed;
    private final @Nullable Event<SessionEnded> ended;
    private final @Nullable ClassLoader application;

    private SessionEventPublisher(BeanManager beans) {
        InjectedMcpSession any = new InjectedMcpSession();
        this.opened = observed(beans, SessionOpened.class, new SessionOpened(any));
        this.resumed = observed(beans, SessionResumed.class, new SessionResumed(any));
        this.ended = observed(beans, SessionEnded.class, new SessionEnded(any, EndReason.SHUTDOWN, false));
        this.application = Thread.currentThread().getContextClassLoader();
    }

    /** A publisher for the current application; creates no events that have no observer. */
    static SessionListener of(BeanManager beans) {
        SessionEventPublisher publisher = new SessionEventPublisher(beans);
        boolean observed = publisher.opened != null || publisher.resumed != null || publisher.ended != null;
        return observed ? publisher : SessionListener.none();
    }

    private static <T> @Nullable Event<T> observed(BeanManager beans, Class<T> type, T sample) {
        return beans.resolveObserverMethods(sample).isEmpty()
                ? null
                : beans.getEvent().select(type);
    }

    @Override
    public void opened(Session session) {
        if (opened != null) {
            publish(opened, new SessionOpened(session));
        }
    }

    @Override
    public void resumed(Session session) {
        if (resumed != null) {
            publish(resumed, new SessionResumed(session));
        }
    }

    @Override
    public void ended(Session session, EndReason reason) {
        if (ended != null) {
            publish(ended, new SessionEnded(session, reason, session.isSuspended()));
        }
    }

    private <T> void publish(Event<T> event, T fired) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            fire(event, fired);
            fireAsync(event, fired);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static <T> void fire(Event<T> event, T fired) {
        try {
            event.fire(fired);
        } catch (RuntimeException | Error e) {
            failed(fired, e);
        }
    }

    private static <T> void fireAsync(Event<T> event, T fired) {
        try {
            event.fireAsync(fired).whenComplete((done, failure) -> {
                if (failure != null) {
                    failed(fired, failure);
                }
            });
        } catch (RuntimeException | Error e) {
            failed(fired, e);
        }
    }

    private static void failed(Object event, Throwable failure) {
        LOG.log(Level.WARNING, "An observer of " + event.getClass().getSimpleName() + " failed", failure);
    }
}
