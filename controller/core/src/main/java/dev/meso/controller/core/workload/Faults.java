package dev.meso.controller.core.workload;

import dev.meso.api.meta.Condition;
import dev.meso.controller.core.agent.Conditions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The condition of an object whose decision failed. */
final class Faults {
  static final String TYPE = "Faulted";

  private Faults() {}

  static List<Condition> cleared(List<Condition> conditions) {
    return Conditions.without(conditions, TYPE);
  }

  static List<Condition> with(
      List<Condition> before, String message, Instant at, @Nullable Long generation) {
    return Conditions.with(before, TYPE, true, "DecisionFailed", message, at, generation);
  }

  /** What went wrong, short and without a stack. */
  static String message(RuntimeException failure) {
    String text = failure.getMessage();
    return failure.getClass().getSimpleName() + (text == null ? "" : ": " + text);
  }
}
