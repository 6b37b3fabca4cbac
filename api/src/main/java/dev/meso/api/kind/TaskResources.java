package dev.meso.api.kind;

import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.util.TreeMap;

/** What a task needs of its agent. */
public final class TaskResources {
  private TaskResources() {}

  /**
   * What placement sets aside: the sum over the containers, where a request that is absent equals
   * the limit.
   *
   * @throws IllegalArgumentException if an amount is more than a long holds; validation refuses
   *     such specs
   */
  public static Resources requested(TaskSpec spec) {
    Resources sum = Resources.NONE;
    for (Container container : spec.containers()) {
      ResourceRequirements requirements = container.resources();
      if (requirements == null) {
        continue;
      }
      TreeMap<String, Quantity> amounts = new TreeMap<>(requirements.limits());
      amounts.putAll(requirements.requests());
      try {
        sum = sum.plus(Resources.of(amounts));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "expected resources whose sum over the containers is below 2^63, found more", e);
      }
    }
    return sum;
  }
}
