package dev.mcpsession.filter;

import dev.mcpsession.engine.Admission;
import dev.mcpsession.engine.Exchange;
import org.jspecify.annotations.Nullable;

/** What is to become of a request. */
sealed interface Verdict {

    /** The filter answers. */
    record Refuse(Refusal refusal) implements Verdict {}

    /** The endpoint answers, and the filter has nothing to do with it. */
    record Pass() implements Verdict {}

    /** The filter tells a browser what it may send. */
    record Preflight() implements Verdict {}

    /**
     * The endpoint answers a request of a revision without sessions.
     *
     * @param message the body where it has been read, to be replayed
     */
    record Sessionless(@Nullable Message message) implements Verdict {}

    /**
     * A request of a live session, which it has entered.
     *
     * @param exchange to be ended, whatever happens
     */
    record Live(Exchange exchange) implements Verdict {}

    /**
     * An {@code initialize} whose success opens a session.
     *
     * @param admission to be spent or cancelled, whatever happens
     * @param message the body, to be replayed
     */
    record Open(Admission admission, Message message) implements Verdict {}
}
