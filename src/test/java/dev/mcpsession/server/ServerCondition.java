package dev.mcpsession.server;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link OnlyOn} and {@link NotOn} ask. */
final class ServerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<OnlyOn> only = AnnotationSupport.findAnnotation(context.getElement(), OnlyOn.class);
        if (only.isPresent() && !runsOn(only.get().value())) {
            return skipped(only.get().because());
        }
        Optional<NotOn> not = AnnotationSupport.findAnnotation(context.getElement(), NotOn.class);
        if (not.isPresent() && runsOn(not.get().value())) {
            return skipped(not.get().because());
        }
        return ConditionEvaluationResult.enabled("for " + Server.current().id());
    }

    private static boolean runsOn(Server[] servers) {
        return List.of(servers).contains(Server.current());
    }

    private static ConditionEvaluationResult skipped(String because) {
        return ConditionEvaluationResult.disabled("NOT RUN on " + Server.current().id() + ": " + because);
    }
}
