package dev.mcpsession.resume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.mcpsession.Owner;
import dev.mcpsession.engine.Revocations;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Revocations in the memory of this node. Bounded: when it is full, the oldest record is dropped; its session could
 * then be resumed, empty, by a caller that has its id.
 *
 * <p>Safe for use by many threads.
 */
public final class LocalRevocations implements Revocations {

    /** About 10 MB; a DELETE each second for more than a day. */
    static final int MAX_RECORDS = 100_000;

    @GuardedBy("this")
    private final Map<Long, Entry> records = new LinkedHashMap<>();

    @GuardedBy("this")
    private long dropped;

    /** Creates revocations without a record. */
    public LocalRevocations() {}

    @Override
    public synchronized void revoke(long handle, Instant until) {
        records.remove(handle);
        add(handle, new Entry(until.getEpochSecond(), null));
    }

    @Override
    public synchronized void bind(long handle, Owner owner, Instant until) {
        if (!records.containsKey(handle)) {
            add(handle, new Entry(until.getEpochSecond(), owner));
        }
    }

    @Override
    public synchronized boolean permits(long handle, @Nullable Owner caller) {
        Entry entry = records.get(handle);
        return entry == null || (entry.owner() != null && entry.owner().equals(caller));
    }

    @Override
    public synchronized void removeExpired(Instant now) {
        long second = now.getEpochSecond();
        records.values().removeIf(entry -> entry.until() <= second);
    }

    @Override
    public synchronized int count() {
        return records.size();
    }

    /**
     * Records that were dropped before their time, because there were too many.
     *
     * @return a count
     */
    public synchronized long dropped() {
        return dropped;
    }

    @GuardedBy("this")
    private void add(long handle, Entry entry) {
        records.put(handle, entry);
        if (records.size() > MAX_RECORDS) {
            Iterator<Entry> oldest = records.values().iterator();
            oldest.next();
            oldest.remove();
            dropped++;
        }
    }

    /**
     * What is recorded of a session.
     *
     * @param until when the record is no longer needed, in seconds of the epoch
     * @param owner the only caller that may resume the session; null where it was revoked
     */
    private record Entry(long until, @Nullable Owner owner) {}
}
