package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sealed ids cannot tell: which sessions ended for good, and which anonymous ones got an owner.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface Revocations {

    /**
     * Records that a session ended for good.
     *
     * @param handle the handle of the session
     * @param until when the record is no longer needed
     */
    void revoke(long handle, Instant until);

    /**
     * Records the owner of a session that was opened anonymously. A session that was revoked stays so.
     *
     * @param handle the handle of the session
     * @param owner the owner
     * @param until when the record is no longer needed
     */
    void bind(long handle, Owner owner, Instant until);

    /**
     * Tells whether a session may be resumed by a caller.
     *
     * @param handle the handle of the session
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     * @return false where the session was revoked or is bound to another owner
     */
    boolean permits(long handle, @Nullable Owner caller);

    /**
     * Removes the records that are no longer needed.
     *
     * @param now the time
     */
    void removeExpired(Instant now);

    /**
     * How many sessions are recorded.
     *
     * @return a count
     */
    int count();
}
