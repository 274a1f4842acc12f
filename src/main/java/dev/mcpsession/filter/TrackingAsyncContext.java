package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@link AsyncContext} that tells {@link ExchangeLifecycle} when it is completed, and completes once: the second
 * call, whether ours or the endpoint's, does nothing.
 */
final class TrackingAsyncContext implements AsyncContext {

    private final AsyncContext inner;
    private final SessionResponse response;
    private final ExchangeLifecycle lifecycle;
    private final AtomicBoolean completed = new AtomicBoolean();

    TrackingAsyncContext(AsyncContext inner, SessionResponse response, ExchangeLifecycle lifecycle) {
        this.inner = inner;
        this.response = response;
        this.lifecycle = lifecycle;
        inner.addListener(lifecycle);
        lifecycle.asyncStarted();
    }

    @Override
    public void complete() {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        try {
            response.commitHeaders();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            completeInner();
        }
    }

    /** The client has gone, so that there is nothing to complete. */
    void abandoned() {
        lifecycle.asyncEnded();
    }

    private void completeInner() {
        try {
            inner.complete();
        } finally {
            lifecycle.asyncEnded();
        }
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
        inner.dispatch();
    }

    @Override
    public void dispatch(String path) {
        inner.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        inner.dispatch(context, path);
    }

    @Override
    public void start(Runnable run) {
        inner.start(run);
    }

    @Override
    public void addListener(AsyncListener listener) {
        inner.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse suppliedResponse) {
        inner.addListener(listener, request, suppliedResponse);
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
}
