package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.engine.Exchange;
import dev.mcpsession.engine.ExchangeKind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeLifecycleTest {

    private final Sessions sessions = Sessions.standard();
    private final AtomicInteger ends = new AtomicInteger();
    private ExchangeLifecycle lifecycle = fresh();

    /**
     * R: chain returned, F: chain failed, S: asynchronous mode started, E: ended. The number is the step at which it is
     * over.
     */
    @ParameterizedTest
    @CsvSource({
        "R, 1",
        "F, 1",
        "RR, 1",
        "SRE, 3",
        "SER, 3",
        "SREE, 3",
        "SEER, 4",
        "SF, 2",
        "SFE, 2",
        "SEF, 3",
        "SREREE, 3",
        "SESER, 5"
    })
    void isOverAtTheLastMissingFactAndOnlyOnce(String facts, int step) {
        for (int i = 0; i < facts.length(); i++) {
            add(facts.charAt(i));
            assertThat(ends).as("after " + facts.substring(0, i + 1)).hasValue(i + 1 < step ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "SR", "SE", "SEE", "SSR"})
    void isNotOverWhileAFactIsMissing(String facts) {
        facts.chars().forEach(fact -> add((char) fact));

        assertThat(ends).hasValue(0);
    }

    private void add(char fact) {
        switch (fact) {
            case 'R' -> lifecycle.chainReturned();
            case 'F' -> lifecycle.close();
            case 'S' -> lifecycle.asyncStarted();
            case 'E' -> lifecycle.asyncEnded();
            default -> throw new IllegalArgumentException("fact " + fact);
        }
    }

    @Test
    void knowsWhetherAnAsynchronousModeHasStarted() {
        assertThat(lifecycle.isAsync()).isFalse();

        lifecycle.asyncStarted();

        assertThat(lifecycle.isAsync()).isTrue();
    }

    @Test
    void endsWhatItCarries() {
        lifecycle.attach(exchange(sessions.issued()));
        assertThat(sessions.inFlight()).isOne();

        lifecycle.chainReturned();

        assertThat(sessions.inFlight()).isZero();
        assertThat(ends).hasValue(1);
    }

    @Test
    void endsWhatItCarriedWhenSomethingElseTakesItsPlace() {
        lifecycle.attach(exchange(sessions.adopted("first")));
        lifecycle.attach(exchange(sessions.adopted("second")));

        assertThat(sessions.inFlight()).isOne();

        lifecycle.chainReturned();

        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void endsAtOnceWhatItIsGivenTooLate() {
        lifecycle.chainReturned();

        lifecycle.attach(exchange(sessions.issued()));

        assertThat(sessions.inFlight()).isZero();
    }

    @Test
    void twoThreadsThatAddTheLastTwoFactsEndItOnce() throws Exception {
        Race.run(
                round -> {
                    lifecycle = fresh();
                    lifecycle.asyncStarted();
                },
                () -> lifecycle.chainReturned(),
                () -> lifecycle.asyncEnded(),
                round -> assertThat(ends).hasValue(round));
    }

    @Test
    void anActionSetAfterTheEnd_runsAtOnce() {
        lifecycle.chainReturned();
        AtomicInteger late = new AtomicInteger();

        lifecycle.onEnd(late::incrementAndGet);

        assertThat(late).hasValue(1);
    }

    @Test
    void anActionSetJustAtTheEnd_runsOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Race.run(
                round -> {
                    lifecycle = new ExchangeLifecycle();
                    lifecycle.asyncStarted();
                    lifecycle.chainReturned();
                },
                () -> lifecycle.asyncEnded(),
                () -> lifecycle.onEnd(runs::incrementAndGet),
                round -> assertThat(runs).hasValue(round));
    }

    @Test
    void closingAfterTheChainHasReturned_endsNoAsynchronousMode() {
        lifecycle.asyncStarted();
        lifecycle.chainReturned();

        lifecycle.close();

        assertThat(ends).hasValue(0);
    }

    @Test
    void whatIsGivenJustAtTheEndIsEnded() throws Exception {
        String id = sessions.issued();
        Exchange[] given = new Exchange[1];
        Race.run(
                round -> {
                    lifecycle = fresh();
                    given[0] = exchange(id);
                },
                () -> lifecycle.chainReturned(),
                () -> lifecycle.attach(given[0]),
                round -> assertThat(sessions.inFlight()).isZero());
    }

    private ExchangeLifecycle fresh() {
        ExchangeLifecycle created = new ExchangeLifecycle();
        created.onEnd(ends::incrementAndGet);
        return created;
    }

    private Exchange exchange(String id) {
        return sessions.registry().enter(Sessions.PATH, id, ExchangeKind.REQUEST, null);
    }
}
