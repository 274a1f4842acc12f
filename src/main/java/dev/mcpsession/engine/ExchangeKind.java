package dev.mcpsession.engine;

/** The two kinds of exchange that a session counts apart. */
public enum ExchangeKind {
    /** A POST or a DELETE. Never cut by idleness or lifetime. */
    REQUEST,
    /** A GET: a stream that may be parked for hours, and whose client may have gone unnoticed. */
    STREAM
}
