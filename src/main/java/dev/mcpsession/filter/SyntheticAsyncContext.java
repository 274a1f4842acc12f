package dev.mcpsession.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asynchronous processing of a {@link SyntheticPostRequest}, of which the container does not know. The request thread
 * waits for its end.
 *
 * <p>Safe for use by many threads.
 */
final class SyntheticAsyncContext implements AsyncContext {

    private final ServletRequest request;
    private final ServletResponse response;
    private final List<Registration> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long timeout;

    SyntheticAsyncContext(ServletRequest request, ServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /** Waits until the endpoint has completed; where it does not in time, tells its listeners of a timeout. */
    boolean await(long nanos) {
        try {
            if (end.await(nanos, TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ended.compareAndSet(false, true)) {
            notifyListeners(AsyncListener::onTimeout);
            notifyListeners(AsyncListener::onComplete);
            return false;
        }
        return true;
    }

    @Override
    public void complete() {
        if (ended.compareAndSet(false, true)) {
            notifyListeners(AsyncListener::onComplete);
            end.countDown();
        }
    }

    private void notifyListeners(Callback callback) {
        for (Registration registration : listeners) {
            try {
                callback.call(
                        registration.listener(), new AsyncEvent(this, registration.request(), registration.response()));
            } catch (IOException | RuntimeException e) {
                // As a container does: what one listener throws keeps no other from being told.
            }
        }
    }

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public ServletResponse getResponse() {
        return response;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return false;
    }

    @Override
    public void dispatch() {
        throw new IllegalStateException("A synthetic request cannot be dispatched");
    }

    @Override
    public void dispatch(String path) {
        dispatch();
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        dispatch();
    }

    @Override
    public void start(Runnable run) {
        run.run();
    }

    @Override
    public void addListener(AsyncListener listener) {
        addListener(listener, request, response);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest supplied, ServletResponse suppliedResponse) {
        listeners.add(new Registration(listener, supplied, suppliedResponse));
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
    }

    /** Has no effect: the request thread waits as long as the filter lets it. */
    @Override
    public void setTimeout(long millis) {
        timeout = millis;
    }

    @Override
    public long getTimeout() {
        return timeout;
    }

    /** One listener with what it is to be told of. */
    private record Registration(AsyncListener listener, ServletRequest request, ServletResponse response) {}

    /** One method of a listener. */
    private interface Callback {
        void call(AsyncListener listener, AsyncEvent event) throws IOException;
    }
}
