package dev.mcpsession;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class OwnerTest {

    @Test
    void withoutSubject_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> Owner.named(null)).withMessageContaining("subject");
        assertThatNullPointerException().isThrownBy(() -> new Owner(null, "https://issuer.example", "app", "tenant"));
    }
}
