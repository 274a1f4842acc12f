package dev.mcpsession.conformance;

/** A real client that a test drives. */
interface DrivenClient extends AutoCloseable {

    /** Has the client do something, and waits until it is done. */
    Answer answer(Command command);

    /** Lets go of it, in whatever state it is. */
    @Override
    void close();

    /**
     * What came of a command.
     *
     * @param ok whether it was done
     * @param progress the notifications of progress that arrived
     * @param error what the client said if it failed
     */
    record Answer(boolean ok, int progress, String error) {}
}
