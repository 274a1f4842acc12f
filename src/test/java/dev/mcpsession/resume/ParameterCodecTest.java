package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterCodecTest {

    /** Another dictionary is another version of the format: ids of version 1 are in the hands of clients. */
    @Test
    void dictionaryOfVersion1_isFrozen() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(ParameterCodec.dictionary());

        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("79ee68895fe84e43b99ffa34e35db918bd3885cb8b01744e619cb4c02397c0af");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"protocolVersion\":\"2025-11-25\"}", "\u00e4\u20ac\ud83d\ude00"})
    void textsComeBack(String text) throws DataFormatException {
        assertThat(ParameterCodec.expand(compress(text))).isEqualTo(text);
    }

    @Test
    void longestText_comesBack() throws DataFormatException {
        String longest = "a".repeat(ParameterCodec.MAX_LENGTH);

        assertThat(ParameterCodec.expand(compress(longest))).isEqualTo(longest);
    }

    @Test
    void bytesThatExpandWithoutBound_areRefused() {
        byte[] bomb = compress("a".repeat(50_000_000));

        assertThatThrownBy(() -> ParameterCodec.expand(bomb)).isInstanceOf(DataFormatException.class);
    }

    @Test
    void bytesThatAreCutOrContinued_areRefused() {
        byte[] whole = compress("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"x\":{}}}");

        assertThatThrownBy(() -> ParameterCodec.expand(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> ParameterCodec.expand(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(DataFormatException.class);
    }

    private static byte[] compress(String text) {
        return ParameterCodec.compress(text.getBytes(StandardCharsets.UTF_8));
    }
}
