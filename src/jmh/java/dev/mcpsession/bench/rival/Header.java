package dev.mcpsession.bench.rival;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** The header of the next request as a parser makes it: a string whose hash has not been computed. */
@State(Scope.Thread)
public class Header {

    private byte[] wire = new byte[0];
    private int position;

    /**
     * Starts.
     *
     * @param population all ids
     * @param threads which thread this is
     */
    @Setup
    public void start(Population population, ThreadParams threads) {
        wire = population.wire(threads.getThreadIndex());
    }

    /**
     * Makes it. Never inlined, so that its cost is the same to all who use it, and can be taken off.
     *
     * @return a session id
     */
    @Benchmark
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public String next() {
        String id = new String(wire, position, Population.ID_LENGTH, StandardCharsets.ISO_8859_1);
        position += Population.ID_LENGTH;
        if (position == wire.length) {
            position = 0;
        }
        return id;
    }
}
