package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Any text for an id, and any content under an authentic seal: nothing is thrown, and nothing without a seal is opened.
 */
class SessionSealerFuzzTest {

    private static final String PATH = "/mcp";

    private final SessionSealer sealer = new SessionSealer(Secrets.of(Secrets.FIRST), "/app");
    private final SealedIdFormat format =
            new SealedIdFormat(new KeyRing(Secrets.of(Secrets.FIRST).secrets()), "/app");

    @FuzzTest(maxDuration = "")
    void open(FuzzedDataProvider data) {
        boolean authentic = data.consumeBoolean();
        byte[] bytes = data.consumeRemainingAsBytes();
        if (authentic) {
            String id = format.seal(PATH, bytes);
            SessionSeal seal = id == null ? null : sealer.open(PATH, id);
            if (seal != null) {
                assertThat(seal.parameters()).isNotNull();
                assertThat(seal.belongsTo(null)).isEqualTo(!seal.isOwned());
            }
        } else {
            assertThat(sealer.open(PATH, new String(bytes, StandardCharsets.ISO_8859_1)))
                    .isNull();
            assertThat(sealer.open(PATH, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isNull();
        }
    }
}
