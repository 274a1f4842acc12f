package dev.mcpsession.conformance;

/** What a test tells a client to do. */
enum Command {
    /** Open a connection; after a failure, as an application would try again. */
    CONNECT,
    /** List the tools. */
    LIST,
    /** Call the tool {@code echo}. */
    CALL,
    /** Call the tool {@code countdown} for two seconds, with interest in its progress. */
    COUNTDOWN,
    /** End the session, where the client has a word for it. */
    TERMINATE,
    /** Close the connection as the client does. */
    CLOSE
}
