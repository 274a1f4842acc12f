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
        String reason = "NOT RUN: " + context.getDisplayName() + " needs npm on the PATH, which brings the suites and clients of others";
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(reason);
        }
        System.getLogger(NpmCondition.class.getName()).log(System.Logger.Level.WARNING, reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
