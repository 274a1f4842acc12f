package dev.mcpsession.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The asynchronous mode of a {@link FakeRequest}. It makes no callback unless told to: some containers never do. */
public final class FakeAsyncContext implements AsyncContext {

    private final ServletRequest request;
    private final ServletResponse response;
    private final List<AsyncListener> listeners = new ArrayList<>();
    private int completions;

    public FakeAsyncContext(ServletRequest request, ServletResponse response) {
        this.request = request;
        this.response = response;
    }

    public int completions() {
        return completions;
    }

    /** The container says that it is complete. */
    public void callOnComplete() {
        tell(AsyncListener::onComplete);
    }

    /** The container says that it has waited long enough. */
    public void callOnTimeout() {
        tell(AsyncListener::onTimeout);
    }

    /** The container says that the connection is broken. */
    public void callOnError() {
        tell(AsyncListener::onError);
    }

    /** The container says that a dispatch has led to another asynchronous mode. */
    public void callOnStartAsync(AsyncContext next) {
        tell(AsyncListener::onStartAsync, next);
    }

    private void tell(Call call) {
        tell(call, this);
    }

    private void tell(Call call, AsyncContext context) {
        try {
            for (AsyncListener listener : List.copyOf(listeners)) {
                call.on(listener, new AsyncEvent(context));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        return response == null;
    }

    @Override
    public void dispatch() {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void dispatch(String path) {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        throw new UnsupportedOperationException("dispatch");
    }

    @Override
    public void complete() {
        if (++completions > 1) {
            throw new IllegalStateException("Completed already");
        }
    }

    @Override
    public void start(Runnable run) {
        throw new UnsupportedOperationException("start");
    }

    @Override
    public void addListener(AsyncListener listener) {
        listeners.add(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest supplied, ServletResponse suppliedResponse) {
        listeners.add(listener);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) {
        throw new UnsupportedOperationException("createListener");
    }

    @Override
    public void setTimeout(long timeout) {
        throw new UnsupportedOperationException("setTimeout");
    }

    @Override
    public long getTimeout() {
        throw new UnsupportedOperationException("getTimeout");
    }

    private interface Call {
        void on(AsyncListener listener, AsyncEvent event) throws IOException;
    }
}
