package dev.mcpsession.engine;

/**
 * An event stream, as far as the engine is concerned: something that takes a comment between its events.
 *
 * <p>Safe for use by many threads.
 */
public interface EventStream {

    /** What became of a comment. */
    enum CommentResult {
        /** The container has taken it. */
        SENT,
        /** None may be written just now. */
        SKIPPED,
        /** The client has gone. */
        FAILED
    }

    /**
     * Writes a comment, unless the endpoint is writing or an event has begun. Takes as long as the container takes for
     * the write: where the client does not read, until the container's write timeout.
     *
     * @return what became of it; after {@link CommentResult#FAILED} the stream takes no other
     */
    CommentResult writeComment();

    /**
     * Ends what a failed comment has left open. Called once each period after {@link CommentResult#FAILED} until it
     * returns true; the container has the time between for its own callbacks.
     *
     * @return true where nothing is left to do
     */
    boolean endAfterFailure();
}
