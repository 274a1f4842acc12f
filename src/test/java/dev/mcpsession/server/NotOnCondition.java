package dev.mcpsession.server;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link NotOn} asks. */
final class NotOnCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findRepeatableAnnotations(context.getElement(), NotOn.class).stream()
                .filter(not -> List.of(not.value()).contains(Server.current()))
                .findFirst()
                .map(not -> skipped(context.getDisplayName(), not.because()))
                .orElseGet(() -> ConditionEvaluationResult.enabled(
                        "for " + Server.current().id()));
    }

    private static ConditionEvaluationResult skipped(String test, String because) {
        String reason = "NOT RUN on " + Server.current().id() + ": " + test + ": " + because;
        System.getLogger(NotOnCondition.class.getName()).log(System.Logger.Level.WARNING, reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
