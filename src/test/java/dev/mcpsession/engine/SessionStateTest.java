package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.EndReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The word that decides: each part of it changes without touching another. */
class SessionStateTest {

    private static final int MANY = 70_000;

    @Test
    void aSessionIsOpenedWithItsInitializeInFlight() {
        long state = SessionState.opened(false);

        assertThat(SessionState.requests(state)).isEqualTo(1);
        assertThat(SessionState.streams(state)).isZero();
        assertThat(SessionState.calls(state)).isZero();
        assertThat(SessionState.isEstablished(state)).isFalse();
        assertThat(SessionState.isOwned(state)).isFalse();
        assertThat(SessionState.isEnded(state)).isFalse();
        assertThat(SessionState.endReason(state)).isNull();
        assertThat(SessionState.isOwned(SessionState.opened(true))).isTrue();
    }

    @Test
    void countsBothKindsApart() {
        long state = SessionState.left(SessionState.opened(false), ExchangeKind.REQUEST, true);
        for (int i = 0; i < MANY; i++) {
            state = SessionState.entered(state, ExchangeKind.REQUEST, false);
        }
        state = SessionState.entered(state, ExchangeKind.STREAM, false);
        state = SessionState.entered(state, ExchangeKind.STREAM, false);

        assertThat(SessionState.requests(state)).isEqualTo(MANY);
        assertThat(SessionState.streams(state)).isEqualTo(2);
        assertThat(SessionState.calls(state)).isEqualTo(1);

        for (int i = 0; i < MANY; i++) {
            state = SessionState.left(state, ExchangeKind.REQUEST, true);
        }
        assertThat(SessionState.requests(state)).isZero();
        assertThat(SessionState.streams(state)).isEqualTo(2);
        assertThat(SessionState.calls(state)).as("more than two").isEqualTo(3);
        assertThat(SessionState.isEstablished(state)).isTrue();
        assertThat(SessionState.isOwned(state)).isFalse();
        assertThat(SessionState.isEnded(state)).isFalse();
    }

    @Test
    void aStreamIsNoCall() {
        long state = SessionState.entered(SessionState.opened(false), ExchangeKind.STREAM, false);

        assertThat(SessionState.calls(SessionState.left(state, ExchangeKind.STREAM, true)))
                .isZero();
    }

    @Test
    void remembersThatItHasAnOwner() {
        long owned = SessionState.entered(SessionState.opened(false), ExchangeKind.REQUEST, true);

        assertThat(SessionState.isOwned(SessionState.left(owned, ExchangeKind.REQUEST, true)))
                .isTrue();
        assertThat(SessionState.isOwned(SessionState.entered(owned, ExchangeKind.REQUEST, true)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void remembersWhyItEndedWhateverElseChanges(EndReason reason) {
        long state = SessionState.entered(SessionState.opened(true), ExchangeKind.STREAM, true);

        long ended = SessionState.left(SessionState.ended(state, reason), ExchangeKind.REQUEST, true);

        assertThat(SessionState.isEnded(ended)).isTrue();
        assertThat(SessionState.endReason(ended)).isEqualTo(reason);
        assertThat(SessionState.isQuiet(ended)).isFalse();
        assertThat(SessionState.requests(ended)).isZero();
        assertThat(SessionState.streams(ended)).isEqualTo(1);
        assertThat(SessionState.isOwned(ended)).isTrue();
    }

    /** Without this, a thread that looked before an exchange entered and left would not notice it. */
    @Test
    void isNeverTheSameAgainSoon() {
        long first = SessionState.entered(SessionState.opened(false), ExchangeKind.STREAM, false);
        long state = first;
        for (int i = 0; i < 32_767; i++) {
            state = SessionState.entered(state, ExchangeKind.STREAM, false);
            assertThat(state).isNotEqualTo(first);
            state = SessionState.left(state, ExchangeKind.STREAM, true);
            assertThat(state).isNotEqualTo(first);
        }
        assertThat(SessionState.streams(state)).isEqualTo(SessionState.streams(first));
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhenOneMoreCouldNotBeCounted(ExchangeKind kind) {
        long state = SessionState.left(SessionState.opened(false), ExchangeKind.REQUEST, true);
        for (int i = 0; i < (1 << 20) - 1; i++) {
            assertThat(SessionState.isFull(state, kind)).isFalse();
            state = SessionState.entered(state, kind, false);
        }
        assertThat(SessionState.isFull(state, kind)).isTrue();
        assertThat(SessionState.requests(state) + SessionState.streams(state)).isEqualTo((1 << 20) - 1);
        assertThat(SessionState.isEnded(state)).isFalse();
    }
}
