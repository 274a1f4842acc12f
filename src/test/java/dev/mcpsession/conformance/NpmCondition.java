package dev.mcpsession.conformance;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link NeedsNpm} asks. */
final class NpmCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Node.canBeInstalled()) {
            return ConditionEvaluationResult.enabled("npm is there");
        }
        return MissingTool.because(
                context.getDisplayName() + " needs npm on the PATH, which brings the suites and clients of others");
    }
}
