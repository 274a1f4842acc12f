package dev.mcpsession.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients say ends in logs and in consoles. */
class ClientInfoTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-code/2.1 (cli) | claude-code/2.1 (cli)",
                "Über Клиент 客户端 | Über Клиент 客户端",
                "<html><b>x</b> | ?html??b?x?/b?",
                "a%n$b | a?n?b"
            })
    void keepsWhatIsSafe(String said, String shown) {
        assertThat(new ClientInfo(null, said, null).name()).isEqualTo(shown);
    }

    @Test
    void leavesNoLineEndNoControlAndNoDirectionMark() {
        assertThat(new ClientInfo(null, "a\r\nWARN b\u0000\u001b[31m\u202e\u2028c", null).name())
                .isEqualTo("a??WARN b??[31m??c");
    }

    @Test
    void cutsAt64WithoutCuttingACharacterInTwo() {
        assertThat(new ClientInfo(null, "x".repeat(1000), null).name()).isEqualTo("x".repeat(64));
        assertThat(new ClientInfo(null, "x".repeat(63) + "\ud842\udfb7y", null).name())
                .isEqualTo("x".repeat(63));
    }

    @Test
    void keepsSilence() {
        assertThat(ClientInfo.UNKNOWN).isEqualTo(new ClientInfo(null, null, null));
    }
}
