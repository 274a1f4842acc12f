package dev.mcpsession.demo;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tool that takes its time, to watch a session with a request in flight: it counts the seconds, and tells the caller
 * of each one if the caller gave a progress token.
 *
 * <p>It ends at once when the application is undeployed, and at the first second it cannot tell a caller who wanted to
 * hear it. A caller who vanishes without having asked for progress is not noticed: the call then ends with its last
 * second.
 */
final class Countdown {

    static final String NAME = "countdown";
    static final String DESCRIPTION = "Counts down the given seconds, with a progress notification each second.";
    static final String INPUT_SCHEMA = """
            {"type": "object",
             "properties": {"seconds": {"type": "integer", "minimum": 1, "maximum": 300}},
             "required": ["seconds"]}""";

    private static final int LONGEST = 300;

    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Runs the tool; returns when it has counted to the end or been closed.
     *
     * @param exchange the way back to the caller
     * @param request the call
     * @return what the caller is told in the end
     */
    CallToolResult call(McpSyncServerExchange exchange, CallToolRequest request) {
        int seconds = seconds(request);
        if (seconds == 0) {
            return result(true, "countdown needs the argument \"seconds\", a whole number from 1 to " + LONGEST);
        }
        Object token = request.progressToken();
        try {
            for (int passed = 1; passed <= seconds; passed++) {
                if (closed.await(1, TimeUnit.SECONDS)) {
                    return result(true, "The server is closing, " + (seconds - passed + 1) + " s early.");
                }
                tell(exchange, token, passed, seconds);
            }
            return result(false, "Counted " + seconds + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result(true, "The countdown was interrupted.");
        }
    }

    /** Ends the calls in progress, and each later one within its first second. */
    void close() {
        closed.countDown();
    }

    private static void tell(McpSyncServerExchange exchange, @Nullable Object token, int passed, int seconds) {
        if (token != null) {
            String message = (seconds - passed) + " s left";
            exchange.progressNotification(ProgressNotification.builder(token, passed)
                    .total((double) seconds)
                    .message(message)
                    .build());
        }
    }

    /** The argument; 0 if it is missing or not to be used. */
    private static int seconds(CallToolRequest request) {
        if (request.arguments() == null || !(request.arguments().get("seconds") instanceof Number given)) {
            return 0;
        }
        int seconds = given.intValue();
        return seconds == given.doubleValue() && seconds >= 1 && seconds <= LONGEST ? seconds : 0;
    }

    private static CallToolResult result(boolean error, String text) {
        return CallToolResult.builder().addTextContent(text).isError(error).build();
    }
}
