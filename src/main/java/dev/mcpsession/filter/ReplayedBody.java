package dev.mcpsession.filter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request body that is in memory already. All of it is ready at once. */
final class ReplayedBody extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    @GuardedBy("this")
    private @Nullable ReadListener listener;

    @GuardedBy("this")
    private boolean chainReturned;

    ReplayedBody(byte[] body) {
        this.bytes = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return bytes.read(buffer, offset, length);
    }

    @Override
    public int available() {
        return bytes.available();
    }

    @Override
    public boolean isFinished() {
        return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener newListener) {
        if (register(newListener)) {
            read(newListener);
        }
    }

    /** A listener set while the chain runs is called when that has returned, as a container does. */
    void notifyListener() {
        ReadListener registered = chainReturned();
        if (registered != null) {
            read(registered);
        }
    }

    /* The endpoint may set the listener on another thread just when the chain returns: one of the two calls sees both. */
    private synchronized boolean register(ReadListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("A ReadListener is set already");
        }
        listener = newListener;
        return chainReturned;
    }

    private synchronized @Nullable ReadListener chainReturned() {
        chainReturned = true;
        return listener;
    }

    private void read(ReadListener reader) {
        try {
            if (!isFinished()) {
                reader.onDataAvailable();
            }
            if (isFinished()) {
                reader.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            reader.onError(e);
        }
    }
}
