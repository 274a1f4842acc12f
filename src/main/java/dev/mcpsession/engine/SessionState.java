package dev.mcpsession.engine;

import dev.mcpsession.EndReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session, packed into 64 bits so that it changes in one compare-and-set and costs no object:
 *
 * <pre>
 *  63       48 47    44 43    42           41   40 39     20 19      0
 * |  version  |  end   | owned | established | calls | streams | requests |
 * </pre>
 *
 * <dl>
 *   <dt>requests, streams
 *   <dd>exchanges in flight, by {@link ExchangeKind}: up to 2<sup>20</sup> - 1 of each, as many as the files and
 *       sockets that Linux lets a process have open by default
 *   <dt>calls
 *   <dd>requests that have ended, {@code initialize} included and notifications not; 3 stands for more
 *   <dt>established
 *   <dd>set by the first exchange after {@code initialize}
 *   <dt>owned
 *   <dd>set when the session gets an owner
 *   <dt>end
 *   <dd>the {@link EndReason}, counted from 1; zero while the session is live
 *   <dt>version
 *   <dd>incremented on every transition; prevents ABA in the compare-and-set, where an exchange has entered and left
 *       since the state was read. It wraps after 65,536 transitions
 * </dl>
 */
final class SessionState {

    private static final int STREAMS_AT = 20;
    private static final int CALLS_AT = 40;
    private static final int END_AT = 44;

    private static final long REQUEST = 1;
    private static final long STREAM = 1L << STREAMS_AT;
    private static final long CALL = 1L << CALLS_AT;
    private static final long ESTABLISHED = 1L << 42;
    private static final long OWNED = 1L << 43;
    private static final long END = 1L << END_AT;
    private static final long VERSION = 1L << 48;

    private static final long INDEXED = VERSION - CALL;

    private static final int MAX_IN_FLIGHT = (1 << 20) - 1;
    private static final int MANY_CALLS = 3;
    private static final int END_BITS = 15;

    private static final List<EndReason> REASONS = List.of(EndReason.values());

    private SessionState() {}

    /** A session as it is opened: its {@code initialize} is still in flight. */
    static long opened(boolean owned) {
        return owned ? REQUEST | OWNED : REQUEST;
    }

    /** Whether one more of that kind in flight could not be counted. */
    static boolean isFull(long state, ExchangeKind kind) {
        return (kind == ExchangeKind.STREAM ? streams(state) : requests(state)) == MAX_IN_FLIGHT;
    }

    static long entered(long state, ExchangeKind kind, boolean owned) {
        long inFlight = kind == ExchangeKind.STREAM ? STREAM : REQUEST;
        return (state + VERSION + inFlight) | ESTABLISHED | (owned ? OWNED : 0);
    }

    static long left(long state, ExchangeKind kind, boolean isCall) {
        if (kind == ExchangeKind.STREAM) {
            return state + VERSION - STREAM;
        }
        return state + VERSION - REQUEST + (isCall && calls(state) < MANY_CALLS ? CALL : 0);
    }

    @SuppressWarnings("EnumOrdinal") // the word never leaves this virtual machine
    static long ended(long state, EndReason reason) {
        return state + VERSION + (reason.ordinal() + 1) * END;
    }

    static boolean isEnded(long state) {
        return endBits(state) != 0;
    }

    static @Nullable EndReason endReason(long state) {
        return isEnded(state) ? REASONS.get(endBits(state) - 1) : null;
    }

    /** Whether a change of the state may change the place of a session in the {@link EvictionIndex}. */
    static boolean isIndexedAnew(long before, long after) {
        return ((before ^ after) & INDEXED) != 0 || (streams(before) == 0) != (streams(after) == 0);
    }

    /** Live, with nothing in flight that eviction would cut. */
    static boolean isQuiet(long state) {
        return !isEnded(state) && requests(state) == 0;
    }

    static boolean isOwned(long state) {
        return (state & OWNED) != 0;
    }

    static boolean isEstablished(long state) {
        return (state & ESTABLISHED) != 0;
    }

    static int requests(long state) {
        return (int) state & MAX_IN_FLIGHT;
    }

    static int streams(long state) {
        return (int) (state >>> STREAMS_AT) & MAX_IN_FLIGHT;
    }

    static int calls(long state) {
        return (int) (state >>> CALLS_AT) & MANY_CALLS;
    }

    private static int endBits(long state) {
        return (int) (state >>> END_AT) & END_BITS;
    }
}
