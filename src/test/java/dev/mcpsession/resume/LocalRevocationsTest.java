package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpsession.Owner;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalRevocationsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Owner ALICE = Owner.named("alice");
    private static final Owner BOB = Owner.named("bob");

    private final LocalRevocations revocations = new LocalRevocations();

    @Test
    void noRecord_permitsEveryCaller() {
        assertThat(revocations.permits(1, null)).isTrue();
        assertThat(revocations.permits(1, ALICE)).isTrue();
    }

    @Test
    void revoked_permitsNoCaller() {
        revocations.revoke(1, NOW);

        assertThat(revocations.permits(1, null)).isFalse();
        assertThat(revocations.permits(1, ALICE)).isFalse();
        assertThat(revocations.permits(2, ALICE)).isTrue();
    }

    @Test
    void bound_permitsItsOwnerAlone() {
        revocations.bind(1, ALICE, NOW);

        assertThat(revocations.permits(1, ALICE)).isTrue();
        assertThat(revocations.permits(1, BOB)).isFalse();
        assertThat(revocations.permits(1, null)).isFalse();
    }

    @Test
    void theFirstOwnerStays() {
        revocations.bind(1, ALICE, NOW);
        revocations.bind(1, BOB, NOW);

        assertThat(revocations.permits(1, ALICE)).isTrue();
        assertThat(revocations.permits(1, BOB)).isFalse();
    }

    @Test
    void revocationIsFinal() {
        revocations.bind(1, ALICE, NOW);
        revocations.revoke(1, NOW);
        revocations.bind(1, ALICE, NOW);

        assertThat(revocations.permits(1, ALICE)).isFalse();
        assertThat(revocations.count()).isOne();
    }

    @Test
    void recordsAreRemovedWhenTheyAreNoLongerNeeded() {
        revocations.revoke(1, NOW);
        revocations.revoke(2, NOW.plusSeconds(1));

        revocations.removeExpired(NOW.minusSeconds(1));
        assertThat(revocations.count()).isEqualTo(2);
        revocations.removeExpired(NOW);

        assertThat(revocations.count()).isOne();
        assertThat(revocations.permits(2, null)).isFalse();
    }

    @Test
    void full_dropsTheOldestRecord_andCounts() {
        for (int i = 0; i < LocalRevocations.MAX_RECORDS; i++) {
            revocations.revoke(i, NOW);
        }
        assertThat(revocations.dropped()).isZero();
        revocations.revoke(0, NOW);

        revocations.revoke(-1, NOW);

        assertThat(revocations.count()).isEqualTo(LocalRevocations.MAX_RECORDS);
        assertThat(revocations.dropped()).isOne();
        assertThat(revocations.permits(1, null)).isTrue();
        assertThat(revocations.permits(0, null)).isFalse();
        assertThat(revocations.permits(-1, null)).isFalse();
    }
}
