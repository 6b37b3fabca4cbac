package dev.meso.store.etcd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, saying so, where no Docker engine answers. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {

  /** Asks the engine once. */
  final class Condition implements ExecutionCondition {
    private static final String WHY = "skipped: no Docker engine";
    private static final boolean ANSWERS = DockerEngine.answers();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (ANSWERS) {
        return ConditionEvaluationResult.enabled("a Docker engine answers");
      }
      if (context.getTestMethod().isEmpty()) {
        System.out.println(context.getDisplayName() + " " + WHY);
      }
      return ConditionEvaluationResult.disabled(WHY);
    }
  }
}
