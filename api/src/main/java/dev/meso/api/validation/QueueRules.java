package dev.meso.api.validation;

import dev.meso.api.kind.Limits;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.resource.Quantity;
import java.util.Map;

/**
 * Rules for one queue. What a queue is guaranteed beside what its siblings and the queue above it
 * are is no matter of one object, so it is not looked at here.
 */
final class QueueRules {
  private QueueRules() {}

  static void check(QueueSpec spec, Checks checks) {
    checks.range("spec.weight", spec.weight(), 1, Limits.QUEUE_WEIGHT_MAX);
    ResourceRules.share("spec.guarantee", spec.guarantee(), checks);
    ResourceRules.share("spec.limit", spec.limit(), checks);
    for (Map.Entry<String, Quantity> entry : spec.guarantee().entrySet()) {
      Quantity limit = spec.limit().get(entry.getKey());
      if (limit != null && entry.getValue().compareTo(limit) > 0) {
        checks.add(
            MetadataRules.entry("spec.guarantee", entry.getKey()),
            "expected at most the limit of " + limit + ", found " + entry.getValue());
      }
    }
    checks.range("spec.maxTasks", spec.maxTasks(), 0, Limits.QUEUE_TASKS_MAX);
    checks.oneOf("spec.placement", spec.placement(), QueueSpec.PLACEMENTS);
  }
}
