package dev.mcpsession.engine;

/**
 * The two kinds of exchange that a session counts apart.
 *
 * @since 1.0
 */
public enum ExchangeKind {
    /** A POST or a DELETE: somebody is at work. Never cut by idleness or lifetime. */
    REQUEST,
    /** A GET: a stream that may be parked for hours, and behind which nobody may be left. */
    STREAM
}
