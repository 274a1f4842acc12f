package dev.mcpsession.bench.rival;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The ids of all sessions: for opening them in one order, and as bytes from the network in others. */
@State(Scope.Benchmark)
public class Population {

    static final int ID_LENGTH = 43;

    private static final int ID_BYTES = 32;

    /** How many there are. */
    @Param({"10000", "1000000"})
    public int sessions;

    /**
     * The ids in the order in which sessions are opened.
     *
     * @return new strings
     */
    public Stream<String> ids() {
        return IntStream.range(0, sessions).mapToObj(Population::id);
    }

    /**
     * The ids one after the other, as they come to a thread: to each in an order of its own. In one order they would
     * sooner or later be at neighbouring sessions, and stay there, each waiting for what the other has just written.
     */
    byte[] wire(int thread) {
        byte[] wire = new byte[sessions * ID_LENGTH];
        int[] order = IntStream.range(0, sessions).toArray();
        Random random = new Random(1 + thread);
        for (int i = 0; i < sessions; i++) {
            int other = i + random.nextInt(sessions - i);
            int number = order[other];
            order[other] = order[i];
            byte[] id = id(number).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(id, 0, wire, i * ID_LENGTH, ID_LENGTH);
        }
        return wire;
    }

    private static String id(int number) {
        byte[] bytes = new byte[ID_BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
