package dev.mcpsession.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpsession.Owner;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSealerTest {

    private static final String PATH = "/mcp";
    private static final String CONTEXT = "/app";
    private static final Instant OPENED = Instant.parse("2026-11-26T10:00:00Z");
    private static final Owner ALICE = new Owner("alice", "https://issuer.example", "client", "tenant");
    private static final String PARAMETERS =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{\"listChanged\":true}},"
                    + "\"clientInfo\":{\"name\":\"probe\",\"version\":\"1.2\"}}";

    private static final String GOLDEN_OWNED =
            "AXN9QEuBtIpUEQprnk0er9XYohLnVF9Y7jk5N3KyMQX77wODcVLl6C-691431rZoKnMqeg8D2mlh6s5FVQ";
    private static final String GOLDEN_ISSUED = "AXPWO5gOd7Km-3J0a5h56lhPn7P7a12ax3TS-dReDa21N-S83h9rxBzu8Wc7RF_8COM";

    private final SessionSealer sealer = new SessionSealer(Secrets.of(Secrets.FIRST), CONTEXT);

    @Test
    void opensWhatItHasSealed() {
        SessionSeal seal = sealer.open(PATH, seal(true, ALICE, PARAMETERS));

        assertThat(seal.isAdopted()).isTrue();
        assertThat(seal.created()).isEqualTo(OPENED);
        assertThat(seal.isOwned()).isTrue();
        assertThat(seal.parameters()).isEqualTo(json(PARAMETERS));
    }

    @Test
    void timeOfOpening_isKeptUntil2106() {
        Instant last = Instant.ofEpochSecond(0xFFFF_FFFFL);

        String id = sealer.seal(PATH, true, null, last, json(PARAMETERS));

        assertThat(sealer.open(PATH, id).created()).isEqualTo(last);
    }

    @Test
    void owner_isRecognisedByAllItsComponents() {
        SessionSeal seal = sealer.open(PATH, seal(true, ALICE, PARAMETERS));

        assertThat(seal.belongsTo(ALICE)).isTrue();
        assertThat(seal.belongsTo(null)).isFalse();
        assertThat(seal.belongsTo(Owner.named("alice"))).isFalse();
        assertThat(seal.belongsTo(new Owner("alice", "https://issuer.example", "client", "other")))
                .isFalse();
    }

    @Test
    void anonymousSession_belongsToEveryCaller() {
        SessionSeal seal = sealer.open(PATH, seal(true, null, PARAMETERS));

        assertThat(seal.isOwned()).isFalse();
        assertThat(seal.belongsTo(null)).isTrue();
        assertThat(seal.belongsTo(ALICE)).isTrue();
    }

    @Test
    void issuedSession_keepsOnlyRevisionAndNames() {
        String id = seal(
                false,
                null,
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{}},\"clientInfo\":{\"name\":\"probe\","
                        + "\"title\":\"Probe\",\"version\":\"1.2\"},\"_meta\":{\"a\":1}}");

        assertThat(sealer.open(PATH, id).parameters())
                .isEqualTo(
                        json(
                                "{\"protocolVersion\":\"2025-11-25\",\"clientInfo\":{\"name\":\"probe\",\"version\":\"1.2\"}}"));
    }

    @Test
    void twoIdsOfOneSession_differ() {
        assertThat(seal(true, null, PARAMETERS)).isNotEqualTo(seal(true, null, PARAMETERS));
    }

    @Test
    void anyBitFlipped_isNotOpened() {
        byte[] bytes = Base64.getUrlDecoder().decode(seal(true, ALICE, PARAMETERS));

        List<Integer> opened = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            if (sealer.open(PATH, Base64.getUrlEncoder().withoutPadding().encodeToString(flipped)) != null) {
                opened.add(bit);
            }
        }
        assertThat(opened).isEmpty();
    }

    /** The last character of base64url may have bits that no byte has. */
    @Test
    void anotherSpellingOfAnId_isNotOpened() {
        for (int length = 1; length < 4; length++) {
            String id = seal(
                    true,
                    null,
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"" + "q".repeat(length) + "\":{}}}");
            char last = id.charAt(id.length() - 1);
            List<String> others = IntStream.range('!', '~')
                    .filter(c -> c != last)
                    .mapToObj(c -> id.substring(0, id.length() - 1) + (char) c)
                    .toList();

            assertThat(sealer.open(PATH, id)).isNotNull();
            assertThat(others).allMatch(other -> sealer.open(PATH, other) == null);
            assertThat(sealer.open(PATH, id + "=")).isNull();
            assertThat(sealer.open(PATH, id + "==")).isNull();
        }
    }

    @Test
    void cutAnywhere_isNotOpened() {
        String id = seal(true, ALICE, PARAMETERS);

        assertThat(IntStream.range(0, id.length()).mapToObj(end -> id.substring(0, end)))
                .allMatch(cut -> sealer.open(PATH, cut) == null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/mcp/", "/mcp2", "/other"})
    void otherPath_isNotOpened(String path) {
        assertThat(sealer.open(path, seal(true, null, PARAMETERS))).isNull();
    }

    @Test
    void otherContext_isNotOpened() {
        SessionSealer other = new SessionSealer(Secrets.of(Secrets.FIRST), "/other");

        assertThat(other.open(PATH, seal(true, null, PARAMETERS))).isNull();
    }

    /** The two paths are authenticated as two, not as one text. */
    @Test
    void contextAndPathDividedElsewhere_isNotOpened() {
        SessionSealer root = new SessionSealer(Secrets.of(Secrets.FIRST), "");

        assertThat(root.open("/app/mcp", seal(true, null, PARAMETERS))).isNull();
    }

    @Test
    void foreignKey_isNotOpened() {
        SessionSealer other = new SessionSealer(Secrets.of(Secrets.FOREIGN), CONTEXT);

        assertThat(other.open(PATH, seal(true, null, PARAMETERS))).isNull();
    }

    @Test
    void newKeyInFront_opensTheIdsOfTheOld_andKeepsTheHandles() {
        SessionSealer rotated = new SessionSealer(Secrets.of(Secrets.SECOND, Secrets.FIRST), CONTEXT);
        String old = seal(true, ALICE, PARAMETERS);
        String fresh = rotated.seal(PATH, true, ALICE, OPENED, json(PARAMETERS));

        assertThat(rotated.open(PATH, old).belongsTo(ALICE)).isTrue();
        assertThat(rotated.open(PATH, fresh).belongsTo(ALICE)).isTrue();
        assertThat(sealer.open(PATH, fresh)).isNull();
        assertThat(rotated.handleKey()).isEqualTo(sealer.handleKey());
    }

    @Test
    void keyIdsThatClash_areRefused() {
        String clashing = IntStream.range(4, 10_000)
                .mapToObj(i -> "%064x".formatted(i))
                .filter(secret -> keyId(secret) == keyId(Secrets.FIRST))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> new SessionSealer(Secrets.of(Secrets.FIRST, clashing), CONTEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same key id")
                .hasMessageNotContaining(clashing);
    }

    /** An id of version 1 is good for as long as a library that knows version 1 is used. */
    @Test
    void goldenIdsOfVersion1_areOpened() {
        SessionSeal owned = sealer.open(PATH, GOLDEN_OWNED);
        SessionSeal issued = sealer.open(PATH, GOLDEN_ISSUED);

        assertThat(owned.parameters()).isEqualTo(json(PARAMETERS));
        assertThat(owned.created()).isEqualTo(OPENED);
        assertThat(owned.belongsTo(ALICE)).isTrue();
        assertThat(owned.isAdopted()).isTrue();
        assertThat(issued.isAdopted()).isFalse();
        assertThat(issued.belongsTo(null)).isTrue();
    }

    @Test
    void over128Characters_isSealedWithoutWhatIsOnlyShown() {
        String noise = HexFormat.of().formatHex(random(150));
        String id = seal(
                true, ALICE, PARAMETERS.replace("\"name\"", "\"description\":\"" + noise + "\",\"icons\":[],\"name\""));

        assertThat(id).hasSizeLessThanOrEqualTo(128);
        assertThat(sealer.open(PATH, id).parameters()).isEqualTo(json(PARAMETERS));
    }

    @Test
    void over128CharactersWithoutDecoration_isSealed() {
        String parameters = PARAMETERS.replace("probe", HexFormat.of().formatHex(random(100)));
        String id = seal(true, ALICE, parameters);

        assertThat(id).hasSizeBetween(129, 512);
        assertThat(sealer.open(PATH, id).parameters()).isEqualTo(json(parameters));
    }

    @Test
    void over512Characters_isNotSealed() {
        String id = seal(true, ALICE, PARAMETERS.replace("probe", HexFormat.of().formatHex(random(500))));

        assertThat(id).isNull();
    }

    @Test
    void parametersThatCannotBeExpandedAgain_areNotSealed() {
        String id = seal(true, null, PARAMETERS.replace("probe", "a".repeat(ParameterCodec.MAX_LENGTH)));

        assertThat(id).isNull();
    }

    /** The bound is one of bytes: these characters have two. */
    @Test
    void parametersOfManyBytes_areNotSealed() {
        String id = seal(true, null, PARAMETERS.replace("probe", "\u00e4".repeat(ParameterCodec.MAX_LENGTH * 2 / 3)));

        assertThat(id).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8P2ZxKq0rV7yT3nLw5sJdQ",
                "6f1e1c0a-8d5b-4b43-9d55-2c7a3a4b9a10",
                "\u00e4\u00f6\u00fc",
                "a b",
                "====",
                "\u0000",
            })
    void textsThatAreNoSealedIds_areNotOpened(String text) {
        assertThat(sealer.open(PATH, text)).isNull();
    }

    @Test
    void longText_isNotOpened() {
        assertThat(sealer.open(PATH, "A".repeat(1_000_000))).isNull();
    }

    private String seal(boolean adopted, Owner owner, String parameters) {
        return sealer.seal(PATH, adopted, owner, OPENED, json(parameters));
    }

    private static byte keyId(String secret) {
        return new KeyRing(List.of(HexFormat.of().parseHex(secret))).first().id();
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        return random;
    }

    static JsonObject json(String text) {
        return JsonProvider.provider().createReader(new StringReader(text)).readObject();
    }
}
