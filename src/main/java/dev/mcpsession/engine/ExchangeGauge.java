package dev.mcpsession.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * The number of exchanges in flight, by kind. Those of a session that has ended meanwhile are included until their
 * responses complete.
 *
 * <p>Safe for use by many threads; counting allocates nothing.
 */
final class ExchangeGauge {

    private final LongAdder requests = new LongAdder();
    private final LongAdder streams = new LongAdder();

    void entered(ExchangeKind kind) {
        of(kind).increment();
    }

    void left(ExchangeKind kind) {
        of(kind).decrement();
    }

    int count(ExchangeKind kind) {
        // A sum taken beside changes may miss the start of an exchange whose end it includes.
        return (int) Math.max(0, of(kind).sum());
    }

    private LongAdder of(ExchangeKind kind) {
        return kind == ExchangeKind.STREAM ? streams : requests;
    }
}
