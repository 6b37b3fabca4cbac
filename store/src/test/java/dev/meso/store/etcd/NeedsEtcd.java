package dev.meso.store.etcd;

import dev.meso.store.etcd.local.LocalEtcd;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, saying so, where no etcd program is installed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEtcd.Condition.class)
public @interface NeedsEtcd {

  /** Looks on the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (LocalEtcd.isInstalled()) {
        return ConditionEvaluationResult.enabled("etcd is on the PATH");
      }
      String why = "skipped: no etcd on the PATH (Debian, Ubuntu: apt-get install etcd-server)";
      if (context.getTestMethod().isEmpty()) {
        System.out.println(context.getDisplayName() + " " + why);
      }
      return ConditionEvaluationResult.disabled(why);
    }
  }
}
