package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@link AsyncContext} that tells {@link ExchangeLifecycle} when it is completed, whether by the endpoint or by the
 * container, and completes once: the second call, whether the filter's or the endpoint's, does nothing.
 */
final class TrackingAsyncContext implements AsyncContext {

    private final AsyncContext inner;
    private final SessionResponse response;
    private final ExchangeLifecycle lifecycle;
    private final AtomicBoolean completed = new AtomicBoolean();
    private final Queue<EndpointAsyncListener> listeners = new ConcurrentLinkedQueue<>();
    private volatile boolean containerHasCalled;
    private volatile boolean completedAfterFailure;

    TrackingAsyncContext(AsyncContext inner, SessionResponse response, ExchangeLifecycle lifecycle) {
        this.inner = inner;
        this.response = response;
        this.lifecycle = lifecycle;
        inner.addListener(new ContainerListener());
        lifecycle.asyncStarted();
    }

    @Override
    public void complete() {
        if (completed.compareAndSet(false, true) && !response.handOver(this::tryCompleteInner)) {
            completeInner();
        }
    }

    /** Completes where the container may have ended the response without a callback, or may be stopping. */
    void tryComplete() {
        if (completed.compareAndSet(false, true) && !response.handOver(this::tryCompleteInner)) {
            tryCompleteInner();
        }
    }

    /** The client has gone, so that there is nothing to complete. */
    void abandoned() {
        lifecycle.asyncEnded();
    }

    /**
     * Ends what a failed comment has left open: first completes, unless the container has made a callback; with the
     * second call tells those of the endpoint's listeners of the end that the container has not told. Completing at
     * once would meet the container's own handling of the failure.
     *
     * @return false where another call is to follow
     */
    boolean endAfterFailure() {
        if (completedAfterFailure) {
            AsyncEvent end = new AsyncEvent(this);
            listeners.forEach(listener -> listener.tryComplete(end));
            return true;
        }
        completedAfterFailure = true;
        if (!containerHasCalled) {
            tryComplete();
        }
        return false;
    }

    private void tryCompleteInner() {
        try {
            completeInner();
        } catch (RuntimeException e) {
            // What there was to end has ended. Other streams are to be closed all the same.
            return;
        }
    }

    private void completeInner() {
        try {
            response.commitHeaders();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                inner.complete();
            } finally {
                lifecycle.asyncEnded();
            }
        }
    }

    private EndpointAsyncListener track(AsyncListener listener) {
        EndpointAsyncListener tracked = new EndpointAsyncListener(listener);
        listeners.add(tracked);
        return tracked;
    }

    @Override
    public ServletRequest getRequest() {
        return inner.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return inner.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return inner.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        response.end();
        inner.dispatch();
    }

    @Override
    public void dispatch(String path) {
        response.end();
        inner.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        response.end();
        inner.dispatch(context, path);
    }

    @Override
    public void start(Runnable run) {
        inner.start(run);
    }

    @Override
    public void addListener(AsyncListener listener) {
        inner.addListener(track(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse suppliedResponse) {
        inner.addListener(track(listener), request, suppliedResponse);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return inner.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        inner.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return inner.getTimeout();
    }

    /** The first listener of the container's own context, so that it is called before those of the endpoint. */
    private final class ContainerListener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            ended();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            ended();
        }

        @Override
        public void onError(AsyncEvent event) {
            ended();
        }

        /** A dispatch led to another {@code startAsync()}, which forgets the listeners of the first. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        /* The container takes the response back when its listeners have returned. */
        private void ended() {
            containerHasCalled = true;
            response.end();
            lifecycle.asyncEnded();
        }
    }
}
