package dev.mcpsession.engine;

import dev.mcpsession.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session as its sealed id describes it. Implementations are immutable. */
public interface SealedSession {

    /**
     * When the session was opened.
     *
     * @return an instant in whole seconds
     */
    Instant created();

    /**
     * Whether the session had an owner when the id was sealed.
     *
     * @return false for a session that was opened anonymously
     */
    boolean isOwned();

    /**
     * Tells whether a caller may resume the session, as far as the id says.
     *
     * @param caller the owner that the request resolves to, or null for an anonymous caller
     * @return true for the owner, and for every caller where the session was opened anonymously
     */
    boolean belongsTo(@Nullable Owner caller);
}
