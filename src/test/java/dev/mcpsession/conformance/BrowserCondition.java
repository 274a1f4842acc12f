package dev.mcpsession.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link NeedsBrowser} asks. */
final class BrowserCondition implements ExecutionCondition {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Node.Output output = start();
        if (output.exitCode() == 0) {
            return ConditionEvaluationResult.enabled("Chromium " + output.out().strip());
        }
        return MissingTool.because(
                context.getDisplayName() + " needs chromium on the PATH, or one of npm that starts:\n" + output.err());
    }

    private static Node.Output start() {
        try {
            return Node.run("browser", LONGEST_START, Node.script("browser.mjs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
