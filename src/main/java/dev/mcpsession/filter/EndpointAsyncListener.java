package dev.mcpsession.filter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A listener of the endpoint that is told of the completion once, by the container or by the filter: Payara and
 * GlassFish tell no listener of a client that has gone.
 */
final class EndpointAsyncListener implements AsyncListener {

    private final AsyncListener endpoint;
    private final AtomicBoolean completed = new AtomicBoolean();

    EndpointAsyncListener(AsyncListener endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        if (completed.compareAndSet(false, true)) {
            endpoint.onComplete(event);
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        endpoint.onTimeout(event);
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        endpoint.onError(event);
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        endpoint.onStartAsync(event);
    }

    /** Tells the listener where the container has not; what it throws reaches nothing else. */
    void tryComplete(AsyncEvent event) {
        try {
            onComplete(event);
        } catch (IOException | RuntimeException e) {
            return;
        }
    }
}
