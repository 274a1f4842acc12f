package dev.mcpsession.resume;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses the JSON text of {@code initialize} parameters: raw deflate with a dictionary of what clients say. The
 * dictionary belongs to the version of the format: a change of one byte makes all ids of that version unreadable.
 */
final class ParameterCodec {

    /** In bytes. No client says more; what is longer has not been sealed here. */
    static final int MAX_LENGTH = 16 * 1024;

    /** The most common words last: deflate writes a short distance in fewer bits. */
    private static final String DICTIONARY =
            "\"_meta\":{\"icons\":[{\"src\":\"data:image/png;base64,https://\",\"mimeType\":"
                    + "\"image/png\",\"sizes\":[\"any\"]}],\"description\":\"\",\"websiteUrl\":\"https://\",\"title\":\""
                    + "\"description\":\"Anthropic's agentic coding tool\",\"websiteUrl\":\"https://claude.com/claude-code\""
                    + "\"logging\":{},\"prompts\":{},\"resources\":{\"subscribe\":true},\"tools\":{}"
                    + "\"name\":\"openai-mcp\"\"name\":\"codex-mcp-client\"\"name\":\"mcp-remote\"\"name\":\"inspector-client\""
                    + "\"name\":\"langchain4j\"\"name\":\"Spring AI - \"\"name\":\"Java SDK MCP Client\"\"name\":\"cursor-vscode\""
                    + "\"name\":\"Cursor\"\"name\":\"Visual Studio Code\",\"version\":\"1.1"
                    + "\"name\":\"claude-ai\"\"name\":\"claude-code\",\"title\":\"Claude Code\",\"version\":\"2.1.\"\"name\":\"mcp-client\""
                    + "\"extensions\":{\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}}"
                    + "\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{\"sampling\":{\"createMessage\":{}},\"elicitation\":"
                    + "{\"create\":{}}}},\"experimental\":{},\"sampling\":{\"context\":{},\"tools\":{}},\"elicitation\":"
                    + "{\"form\":{\"applyDefaults\":true},\"url\":{}},\"elicitation\":{},\"roots\":{\"listChanged\":false},"
                    + "\"roots\":{\"listChanged\":true},\"sampling\":{}},\"clientInfo\":{\"name\":\"test-client\",\"version\":\"0.1.0\"}"
                    + "{\"protocolVersion\":\"2024-11-05\",{\"protocolVersion\":\"2025-03-26\",{\"protocolVersion\":\"2025-06-18\","
                    + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"\",\"version\":\"1.0.0\"}}";

    private ParameterCodec() {}

    /** The dictionary, for the test that freezes it. */
    static byte[] dictionary() {
        return DICTIONARY.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] compress(byte[] text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setDictionary(dictionary());
            deflater.setInput(text);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[512];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * The text that was compressed.
     *
     * @throws DataFormatException if the bytes are none of {@link #compress}, or of a text that is too long
     */
    static String expand(byte[] compressed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(dictionary());
            inflater.setInput(compressed);
            // One more: the end is seen by what is left of the room.
            byte[] text = new byte[MAX_LENGTH + 1];
            int length = inflater.inflate(text);
            if (!inflater.finished() || inflater.getRemaining() > 0) {
                throw new DataFormatException("Too long");
            }
            return new String(Arrays.copyOf(text, length), StandardCharsets.UTF_8);
        } finally {
            inflater.end();
        }
    }
}
